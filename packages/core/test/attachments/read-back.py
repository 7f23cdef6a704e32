# Reads a mail from standard input, and says of each file what it is called and the hash of what is in it.
import email
import email.policy
import hashlib
import json
import sys

mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
files = []
for part in mail.walk():
    if part.is_multipart() or part.get_content_disposition() is None:
        continue
    content = part.get_payload(decode=True)
    files.append(
        {
            "filename": part.get_filename(),
            "contentType": part.get_content_type(),
            "cid": part["Content-ID"] and str(part["Content-ID"]),
            "disposition": part.get_content_disposition(),
            "hash": hashlib.sha256(content).hexdigest(),
            "size": len(content),
        }
    )
json.dump({"defects": [str(one) for part in mail.walk() for one in part.defects], "files": files}, sys.stdout)
