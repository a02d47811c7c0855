"""People in the store: who the rows are about, where their cases stand, who of them wants no call."""
