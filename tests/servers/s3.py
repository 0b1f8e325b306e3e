"""Serve buckets, by moto, which then asks for keys."""

import json
import urllib.request
from typing import Any

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


class S3Server:
    """Hold one bucket that one user may read."""

    bucket = "handbooks"

    def __init__(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.endpoint = self.access_key = self.secret_key = ""
        self._client: Any = None

    def start(self) -> "S3Server":
        self._server.start()
        self.endpoint = "http://127.0.0.1:{1}".format(*self._server.get_host_and_port())
        people = self._maker("iam", "any", "any")
        people.create_user(UserName="ada")
        people.put_user_policy(UserName="ada", PolicyName="read", PolicyDocument=json.dumps(POLICY))
        keys = people.create_access_key(UserName="ada")["AccessKey"]
        self.access_key, self.secret_key = keys["AccessKeyId"], keys["SecretAccessKey"]
        self._client = self._maker("s3", self.access_key, self.secret_key)
        self._client.create_bucket(Bucket=self.bucket)
        # From now on it compares signatures.
        self._moto("reset-auth", b"0")
        return self

    def put(self, key: str, content: bytes) -> None:
        self._client.put_object(Bucket=self.bucket, Key=key, Body=content)

    def remove(self, key: str) -> None:
        self._client.delete_object(Bucket=self.bucket, Key=key)

    def empty(self) -> None:
        for row in self._client.list_objects_v2(Bucket=self.bucket).get("Contents", []):
            self.remove(row["Key"])

    def stop(self) -> None:
        self._moto("reset-auth", b"100000")
        self._server.stop()

    def _moto(self, what: str, body: bytes = b"") -> None:
        # A form would be taken apart, and be empty then.
        headers = {"Content-Type": "text/plain"}
        request = urllib.request.Request(f"{self.endpoint}/moto-api/{what}", data=body, headers=headers)
        urllib.request.urlopen(request).close()

    def _maker(self, service: str, key: str, secret: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(s3={"addressing_style": "path"}, proxies={}),
        )
