"""The account: where every row ended, its certificate, and the rates of AAPOR."""
