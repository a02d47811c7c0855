"""Use cases of lists: from the upload to the approval, newer versions, the end of their time, and the opt-out register."""
