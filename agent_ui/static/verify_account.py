"""Check a frozen account without Raabta: pip install cryptography; python verify_account.py FILE KEY (64 hex digits)."""

import json
import sys
from collections import Counter
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def root(hashes):
    while len(hashes) > 1:
        nodes = [sha256(b"\1" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2])]
        hashes = nodes + hashes[len(nodes) * 2 :]
    return hashes[0]


def parts(at, raw, name, beside):
    try:
        line = json.loads(raw)
        if canonical(line) + b"\n" == raw:
            return line[name], line[beside]
    except (ValueError, KeyError, TypeError):
        pass
    sys.exit(f"Line {at + 1} is not the {name} that was written here: it was changed, added or cut off.")


_, file, key = sys.argv if len(sys.argv) == 3 else sys.exit(__doc__)
head, seal, signature, leaves, counted = {}, {}, "", [], Counter()
for at, raw in enumerate(open(file, "rb")):
    if raw.startswith(b'{"seal":') and not seal:
        seal, signature = parts(at, raw, "seal", "signature")
        continue
    row, leaf = parts(at, raw, "row" if at else "head", "leaf")
    leaves.append(sha256(b"\0" + canonical(row)).digest())
    if seal or leaves[-1].hex() != leaf or row.get("n", 0) != at:
        sys.exit(f"Line {at + 1} is not row number {at}, as signed: a row was changed, removed, added or swapped.")
    head = head or row
    for tier in ("all", "list", "state", "division", "district", "block"):
        counted.update((of + "s", tier, str(row.get(tier, "")), row[of]) for of in ("ending", "outcome") if of in row)
if not seal:
    sys.exit(f"The file ends after line {len(leaves)} without its seal: it was cut off.")
try:
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), canonical(seal))
except (InvalidSignature, ValueError):
    sys.exit(f"The key, {key}, or the seal: it was changed, or signed with another key, {seal.get('public_key')}.")
told = {(of, t, a, w): n for of, ts in head["totals"].items() for t in ts for a in ts[t] for w, n in ts[t][a].items()}
pages = [root(leaves[at : at + 256]).hex() for at in range(0, len(leaves), 256)]
wrong = [f"The seal knows {seal['leaves'] - 1} rows, not {len(leaves) - 1}"] if seal["leaves"] != len(leaves) else []
wrong += [f"Lines {n * 256 + 1} to {n * 256 + 256}" for n, page in enumerate(pages) if [page] != seal["pages"][n:][:1]]
wrong += [f"The total {area}" for area in {**told, **counted} if told.get(area, 0) != counted[area]]
wrong += ["The root"] if root([bytes.fromhex(page) for page in pages]).hex() != seal["root"] else []
if wrong:
    sys.exit("Not as it was signed: " + "; ".join(wrong[:5]) + ".")
print(f"Certificate {seal['number']} of {seal['campaign']}: {len(leaves) - 1} rows, as signed. Root {seal['root']}.")
