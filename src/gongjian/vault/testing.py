"""An object store on this machine, asked over the wire as S3 is."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection

from moto.server import ThreadedMotoServer


@contextmanager
def object_store() -> Iterator[Mapping[str, str]]:
    """Serve an empty bucket; give the variables by which it is found and reached."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    bucket = f"vault-{secrets.token_hex(8)}"  # the servers of a process share their buckets
    try:
        _make_bucket(host, port, bucket)
        yield {
            "GONGJIAN_VAULT_URL": f"s3://{bucket}/qingchuan",
            "AWS_ENDPOINT": f"http://{host}:{port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "cn-north-1",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
        }
    finally:
        server.stop()


def _make_bucket(host: str, port: int, name: str) -> None:
    line = HTTPConnection(host, port)
    line.request("PUT", f"/{name}")
    answer = line.getresponse()
    assert answer.status == 200, answer.read()
    line.close()
