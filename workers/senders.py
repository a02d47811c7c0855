"""Brings reports where they go: a folder, a mail server, a web address. Nothing of this waits in a transaction."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx

from campaigns.rules.reports.deliveries import NotDelivered, Sent, Way, signature, signing_secret
from config import Settings

PATIENCE: Final = 20.0  # seconds


class Senders:
    """Every way that the settings open."""

    def __init__(self, settings: Settings, *, web: httpx.Client | None = None) -> None:
        """Keep the settings; a web client of the caller's own may be used."""
        self._settings = settings
        self._web = web or httpx.Client(timeout=PATIENCE, follow_redirects=False)

    def send(self, report: Sent) -> str:
        """Send a report its way.

        Raises:
            NotDelivered: with why it did not arrive.
        """
        match report.way:
            case Way.FOLDER:
                return self._to_folder(report)
            case Way.E_MAIL:
                return self._by_mail(report)
            case Way.WEBHOOK:
                return self._to_web(report)

    def _to_folder(self, report: Sent) -> str:
        if not self._settings.delivery_folder:
            raise NotDelivered("DELIVERY_FOLDER is not set.")
        folder = Path(self._settings.delivery_folder, report.address)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in report.files:
                half = folder / f"{file.name}.part"
                half.write_bytes(file.body)
                os.replace(half, folder / file.name)
        except OSError as trouble:
            raise NotDelivered(f"The folder cannot be written: {trouble.strerror}.") from trouble
        return ", ".join(f"{report.address}/{file.name}" for file in report.files)

    def _by_mail(self, report: Sent) -> str:
        server = urlsplit(self._settings.smtp_url)
        if not server.hostname or not self._settings.mail_from:
            raise NotDelivered("SMTP_URL and MAIL_FROM are not set.")
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._settings.mail_from, report.address, report.subject
        mail.set_content(report.words)
        for file in report.files:
            main, _, subtype = file.media_type.partition("/")
            mail.add_attachment(file.body, maintype=main, subtype=subtype, filename=file.name)
        secure = server.scheme == "smtps"
        try:
            connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
            with connect(server.hostname, server.port or (465 if secure else 587), timeout=PATIENCE) as post:
                post.ehlo()
                if not secure and post.has_extn("starttls"):
                    post.starttls(context=ssl.create_default_context())
                    secure = True
                if server.username and not secure:
                    raise NotDelivered("The mail server takes no encryption, so that the password is not sent to it.")
                if server.username:
                    post.login(unquote(server.username), unquote(server.password or ""))
                post.send_message(mail)
        except (OSError, smtplib.SMTPException) as trouble:
            raise NotDelivered(f"The mail server did not take it: {type(trouble).__name__}.") from trouble
        return "The mail server has taken it."

    def _to_web(self, report: Sent) -> str:
        secret, (figures,) = signing_secret(self._settings.secret_key, report.delivery_id), report.files
        headers = {
            "Content-Type": figures.media_type,
            "Raabta-Delivery": str(report.delivery_id),
            "Raabta-Signature": signature(secret, figures.body, at=report.at),
        }
        try:
            answer = self._web.post(report.address, content=figures.body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as trouble:
            raise NotDelivered(f"The address does not answer: {type(trouble).__name__}.") from trouble
        if not answer.is_success:
            raise NotDelivered(f"The address answered {answer.status_code}.")
        return f"The address answered {answer.status_code}."
