"""Brings files of reports where they go: a folder, a mail server, a web address. Nothing of this waits in a transaction."""

import os
import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx

from campaigns.rules.reports.deliveries import NotDelivered, Sent, Way, signature, signing_secret
from campaigns.rules.reports.undelivered import (
    FOLDER_SHUT,
    MAIL_OPEN,
    MAIL_REFUSED,
    NO_FOLDER,
    NO_MAIL,
    WEB_REFUSED,
    WEB_SILENT,
)
from config import Settings

PATIENCE: Final = 20.0  # seconds


class Senders:
    """Every way that the settings open."""

    def __init__(self, settings: Settings, *, web: httpx.Client | None = None) -> None:
        """Keep the settings; a web client of the caller's own may be used."""
        self._settings = settings
        self._web = web or httpx.Client(timeout=PATIENCE, follow_redirects=False)

    def send(self, report: Sent) -> str:
        """Send a file its way.

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
            raise NotDelivered(NO_FOLDER)
        folder = Path(self._settings.delivery_folder, report.address)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            half = folder / f"{report.file.name}.part"
            half.write_bytes(report.file.body)
            os.replace(half, folder / report.file.name)
        except OSError as trouble:
            raise NotDelivered(FOLDER_SHUT, trouble.strerror or "") from trouble
        return f"{report.address}/{report.file.name}"

    def _by_mail(self, report: Sent) -> str:
        server = urlsplit(self._settings.smtp_url)
        if not server.hostname or not self._settings.mail_from:
            raise NotDelivered(NO_MAIL)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._settings.mail_from, report.address, report.subject
        mail["Date"], mail["Message-ID"] = report.at, _mark_of(report, self._settings.mail_from)
        mail.set_content(report.words)
        main, _, subtype = report.file.media_type.partition("/")
        mail.add_attachment(report.file.body, maintype=main, subtype=subtype, filename=report.file.name)
        secure = server.scheme == "smtps"
        try:
            known = ssl.create_default_context()  # smtplib's own believes every certificate
            with closing(_post_office(server.hostname, server.port, known if secure else None)) as post:
                post.ehlo()
                if not secure and post.has_extn("starttls"):
                    post.starttls(context=known)
                    secure = True
                if server.username and not secure:
                    raise NotDelivered(MAIL_OPEN)
                if server.username:
                    post.login(unquote(server.username), unquote(server.password or ""))
                post.send_message(mail)
                with suppress(OSError):  # the server has it: however it says goodbye, nothing is sent again
                    post.quit()
        except (OSError, smtplib.SMTPException) as trouble:
            raise NotDelivered(MAIL_REFUSED, _mail_trouble(trouble)) from trouble
        return report.file.name

    def _to_web(self, report: Sent) -> str:
        secret, file = signing_secret(self._settings.secret_key, report.delivery_id), report.file
        headers = {
            "Content-Type": file.media_type,
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Raabta-Delivery": str(report.delivery_id),
            "Raabta-File": str(report.file_id),
            "Raabta-Signature": signature(secret, file.body, at=report.at),
        }
        try:
            answer = self._web.post(report.address, content=file.body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as trouble:
            raise NotDelivered(WEB_SILENT, type(trouble).__name__) from trouble
        if not answer.is_success:
            raise NotDelivered(WEB_REFUSED, str(answer.status_code))
        return f"{file.name}: {answer.status_code}"


def _mark_of(report: Sent, sender: str) -> str:
    """Return the same for the same file, so that a mail that comes again is known to be one that was there."""
    return f"<{report.file_id}@{sender.rpartition('@')[2].rstrip('>')}>"


def _post_office(host: str, port: int | None, known: ssl.SSLContext | None) -> smtplib.SMTP:
    """Connect to a mail server, by TLS from the first byte where certificates are handed in."""
    if known is None:
        return smtplib.SMTP(host, port or 587, timeout=PATIENCE)
    return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=known)


def _mail_trouble(trouble: OSError | smtplib.SMTPException) -> str:
    """Name the trouble without the server's words, which may hold an address."""
    code = f" {trouble.smtp_code}" if isinstance(trouble, smtplib.SMTPResponseException) else ""
    return f"{type(trouble).__name__}{code}"
