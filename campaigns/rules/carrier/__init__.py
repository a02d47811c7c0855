"""The carrier: how much it is asked for, when it is left alone, and what people hear through it."""
