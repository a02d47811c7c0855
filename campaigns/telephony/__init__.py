"""Telephony: the carrier port and its adapters; the only place that knows Twilio."""
