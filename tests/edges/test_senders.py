"""Senders bring reports where they go: a folder, a mail server, a web address; what does not arrive says why."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from campaigns.rules.accounts.written_order import MEDIA_TYPES, FileKind
from campaigns.rules.reports.deliveries import NotDelivered, Sent, SentFile, Way, signature, signing_secret
from config import Settings
from tests.given_floor import NOW
from workers.senders import Senders


@pytest.fixture
def report() -> Sent:
    file = SentFile("r.xlsx", MEDIA_TYPES[FileKind.XLSX], b"book")
    return Sent(UUID(int=7), UUID(int=8), Way.WEBHOOK, "https://example.org/hook", "Subject", "Figures.", file, NOW)


def settings(**more: Any) -> Settings:
    return Settings(database_url="-", redis_url="-", secret_key="k" * 40, **more)


def test_a_webhook_carries_a_signature_of_its_body(report: Sent) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(204 if len(asked) == 1 else 302)

    senders = Senders(settings(), web=httpx.Client(transport=httpx.MockTransport(answer)))
    assert senders.send(report) == "r.xlsx: 204"
    (request,) = asked
    secret = signing_secret("k" * 40, report.delivery_id)
    assert request.headers["Raabta-Signature"] == signature(secret, b"book", at=NOW)
    assert request.headers["Raabta-File"] == str(report.file_id)
    assert request.read() == b"book"
    with pytest.raises(NotDelivered, match="302"):
        senders.send(report)
    nowhere = Sent(**vars(report) | {"address": "https://example.org/\x01hook"})
    with pytest.raises(NotDelivered, match="InvalidURL"):
        senders.send(nowhere)


def test_a_folder_gets_a_whole_file_or_none(report: Sent, tmp_path: Path) -> None:
    to_folder = Sent(**vars(report) | {"way": Way.FOLDER, "address": "directorate"})
    assert Senders(settings(delivery_folder=str(tmp_path))).send(to_folder) == "directorate/r.xlsx"
    assert {file.name for file in (tmp_path / "directorate").iterdir()} == {"r.xlsx"}
    assert (tmp_path / "directorate" / "r.xlsx").read_bytes() == b"book"
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotDelivered, match="folder_shut"):
        Senders(settings(delivery_folder=str(tmp_path / "file"))).send(to_folder)
    with pytest.raises(NotDelivered, match="no_folder"):
        Senders(settings()).send(to_folder)


class PostOffice(socketserver.StreamRequestHandler):
    """A mail server as small as may be, without encryption: keeps what it is sent, and is rude when one goes."""

    mails: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"220 post\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    mail += line
                self.mails.append(mail)
            self.wfile.write(b"421 shutting down\r\n" if line.upper().startswith(b"QUIT") else b"250 well\r\n")


@pytest.fixture
def post_office() -> Iterator[tuple[str, list[bytes]]]:
    PostOffice.mails = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PostOffice) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", PostOffice.mails
        server.shutdown()


def test_a_mail_brings_the_workbook_and_no_password_over_an_open_line(
    report: Sent, post_office: tuple[str, list[bytes]]
) -> None:
    where, mails = post_office
    by_mail = Sent(**vars(report) | {"way": Way.E_MAIL, "address": "reports@example.org"})
    sender = Senders(settings(smtp_url=f"smtp://{where}", mail_from="raabta@example.org"))
    assert sender.send(by_mail) == "r.xlsx"
    mail = message_from_bytes(mails[0])
    assert (mail["To"], mail["From"]) == ("reports@example.org", "raabta@example.org")
    assert mail["Date"] == "Mon, 23 Nov 2026 06:00:00 +0000"
    assert mail["Message-ID"] == f"<{report.file_id}@example.org>"  # the same when it comes again
    assert [part.get_payload(decode=True) for part in mail.walk()][-1] == b"book"
    with pytest.raises(NotDelivered, match="mail_open"):
        Senders(settings(smtp_url=f"smtp://me:word@{where}", mail_from="raabta@example.org")).send(by_mail)
    with pytest.raises(NotDelivered, match="no_mail"):
        Senders(settings()).send(by_mail)


@pytest.fixture
def secure_post_office(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The same with TLS, and the file of its certificate, by which nobody else vouches."""
    key, office = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post")])
    made = x509.CertificateBuilder().subject_name(office).issuer_name(office).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2026, 1, 1)).not_valid_after(datetime(2126, 1, 1))  # noqa: DTZ001 - as x509 has it
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    card = tmp_path / "post.pem"
    secret = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    card.write_bytes(key.private_bytes(*secret) + signed)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(card)
    PostOffice.mails = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), PostOffice) as server:
        server.socket = own.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], card
        server.shutdown()


def test_no_mail_and_no_password_go_to_a_server_for_which_nobody_vouches(
    report: Sent, secure_post_office: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, card = secure_post_office
    by_mail = Sent(**vars(report) | {"way": Way.E_MAIL, "address": "reports@example.org"})
    post = Senders(settings(smtp_url=f"smtps://localhost:{port}", mail_from="raabta@example.org"))
    with pytest.raises(NotDelivered) as told:
        post.send(by_mail)
    assert (told.value.why.because, told.value.said) == ("mail_refused", "SSLCertVerificationError")
    assert PostOffice.mails == []
    monkeypatch.setenv("SSL_CERT_FILE", str(card))
    assert post.send(by_mail) == "r.xlsx"
