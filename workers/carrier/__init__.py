"""The sandbox carrier: a process that speaks Twilio's REST API and behaves like a phone network."""
