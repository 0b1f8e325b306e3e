"""Describe the kinds of sources that are read here; nothing that only a connector needs is loaded."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from documents.sources.kinds import CHOOSING, REFINING, Kind, Secret, Settings

HOST = r"^[A-Za-z0-9_.:-]+$"
LINK = r"^(https?://\S+)?$"
MODULE = "documents.sources.connectors"


def _relative(path: str) -> str:
    parts = path.strip("/").split("/") if path.strip("/") else []
    if any(part in {".", ".."} for part in parts):
        raise ValueError("must be a path without . and ..")
    return "/".join(part for part in parts if part)


def _pattern(pattern: str) -> str:
    if not pattern or len(pattern) > 200:
        raise ValueError("must be a pattern of at most 200 characters, such as *.pdf or drafts/**")
    return pattern


Patterns = Annotated[list[Annotated[str, AfterValidator(_pattern)]], Field(max_length=50)]
Host = Annotated[str, Field(title="Host", pattern=HOST, max_length=253, examples=["files.example.com"])]
Relative = Annotated[str, AfterValidator(_relative)]


class FileSettings(Settings):
    """Choose files below a folder."""

    include: Patterns = Field(
        default=[],
        title="Only these",
        description="Patterns, such as *.pdf or handbook/**; everything where there are none.",
        examples=["*.pdf", "handbook/**"],
        json_schema_extra=CHOOSING,
    )
    exclude: Patterns = Field(
        default=[],
        title="Not these",
        description="Patterns of files and folders.",
        examples=["drafts/**"],
        json_schema_extra=CHOOSING,
    )
    recursive: bool = Field(
        default=True,
        title="Folders below",
        description="Read the folders below, too.",
        json_schema_extra=CHOOSING,
    )
    size_limit_mb: int = Field(
        default=50,
        ge=1,
        le=100,
        title="Size limit in MB",
        description="A larger file is named in the log and left.",
        json_schema_extra=CHOOSING,
    )
    link: str = Field(
        default="",
        pattern=LINK,
        max_length=1000,
        title="Link to a file",
        description="Where people open a file; {path} stands for its path.",
        examples=["https://files.example.com/{path}"],
        json_schema_extra=CHOOSING,
    )

    @property
    def size_limit_bytes(self) -> int:
        """Return the limit of one file."""
        return self.size_limit_mb * 1_000_000


class SftpSettings(FileSettings):
    """Reach a folder of an SFTP server."""

    host: Host
    port: int = Field(default=22, ge=1, le=65535, title="Port", json_schema_extra=REFINING)
    username: str = Field(min_length=1, max_length=200, title="User")
    host_key: str = Field(
        default="",
        max_length=4000,
        title="Host key",
        description="A line `ssh-ed25519 AAAA…` or a fingerprint `SHA256:…`. Left empty, the first check tells "
        "which key the server shows, to be compared with its administrator's.",
        examples=["SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"],
    )
    path: str = Field(default=".", min_length=1, max_length=1000, title="Folder", examples=["/srv/handbook"])


class S3Settings(FileSettings):
    """Reach a bucket of S3 or of a store that speaks like it."""

    bucket: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$",
        title="Bucket",
        examples=["handbooks"],
        json_schema_extra={
            "expected": "2 to 255 letters, digits, dots, dashes and underscores, such as handbooks"
        },
    )
    prefix: Relative = Field(default="", max_length=900, title="Folder", examples=["hr/policies"])
    region: str = Field(
        default="us-east-1", pattern=r"^[a-z0-9-]{1,40}$", title="Region", examples=["eu-central-1"]
    )
    endpoint: str = Field(
        default="",
        pattern=r"^(https?://[A-Za-z0-9_.:\[\]-]+/?)?$",
        title="Endpoint",
        description="Of another store than AWS, such as MinIO, Ceph or R2.",
        examples=["https://s3.example.com"],
    )


class WebdavSettings(FileSettings):
    """Reach a folder over WebDAV."""

    address: str = Field(
        pattern=r"^https?://[^\s@?#]+$",
        max_length=2000,
        title="Address",
        description="Of the folder that is read.",
        examples=["https://cloud.example.com/remote.php/dav/files/ada/Handbook"],
    )
    username: str = Field(default="", max_length=200, title="User")


class SmbSettings(FileSettings):
    """Reach a shared folder of Windows or Samba."""

    host: Host
    port: int = Field(default=445, ge=1, le=65535, title="Port", json_schema_extra=REFINING)
    share: str = Field(pattern=r"^[^/\\:*?\"<>|]+$", max_length=80, title="Share", examples=["Handbooks"])
    path: Relative = Field(default="", max_length=1000, title="Folder")
    username: str = Field(min_length=1, max_length=200, title="User", examples=["EXAMPLE\\ada"])


class GithubSettings(FileSettings):
    """Reach a repository through GitHub's API."""

    organisation: str = Field(
        pattern=r"^[A-Za-z0-9-]{1,39}$", title="Organisation or user", examples=["example-inc"]
    )
    repository: str = Field(pattern=r"^[A-Za-z0-9._-]{1,100}$", title="Repository", examples=["handbook"])
    branch: str = Field(
        default="", pattern=r"^[A-Za-z0-9._-]{0,200}$", title="Branch", description="The default."
    )
    path: Relative = Field(default="", max_length=1000, title="Folder")


class GcsSettings(FileSettings):
    """Reach a bucket of Google Cloud Storage."""

    bucket: str = Field(
        pattern=r"^[a-z0-9][a-z0-9._-]{1,221}$",
        title="Bucket",
        examples=["handbooks"],
        json_schema_extra={
            "expected": "2 to 222 small letters, digits, dots, dashes and underscores, such as handbooks"
        },
    )
    prefix: Relative = Field(default="", max_length=900, title="Folder")


class AzureSettings(FileSettings):
    """Reach a container of Azure Blob Storage."""

    account: str = Field(
        pattern=r"^[a-z0-9]{3,24}$",
        title="Storage account",
        examples=["examplefiles"],
        json_schema_extra={"expected": "3 to 24 small letters and digits, such as examplefiles"},
    )
    container: str = Field(
        pattern=r"^[a-z0-9$][a-z0-9-]{1,62}$",
        title="Container",
        examples=["handbooks"],
        json_schema_extra={"expected": "2 to 63 small letters, digits and dashes, such as handbooks"},
    )
    prefix: Relative = Field(default="", max_length=900, title="Folder")


class FolderSettings(FileSettings):
    """Reach a folder of this machine."""

    path: str = Field(pattern=r"^/", max_length=1000, title="Folder", examples=["/srv/handbooks"])


class GitSettings(FileSettings):
    """Reach a Git repository over https or ssh."""

    address: str = Field(
        pattern=r"^(https?://[^\s@?#]+|ssh://([A-Za-z0-9._-]+@)?[^\s@?#]+)$",
        max_length=1000,
        title="Address",
        examples=["https://git.example.com/team/handbook.git", "ssh://git@git.example.com/team/handbook.git"],
    )
    branch: str = Field(
        default="", max_length=200, title="Branch", description="The default one where empty."
    )
    path: Relative = Field(default="", max_length=1000, title="Folder")
    username: str = Field(
        default="", max_length=200, title="User", description="Some hosts ask for one with a token."
    )
    host_key: str = Field(
        default="",
        max_length=4000,
        title="Host key",
        description="For ssh; see SFTP.",
        json_schema_extra=REFINING,
    )
    clone_limit_mb: int = Field(
        default=500, ge=1, le=5000, title="Limit of the repository in MB", json_schema_extra=CHOOSING
    )


class ImapSettings(Settings):
    """Reach the folders of a mailbox."""

    host: Host
    port: int = Field(default=993, ge=1, le=65535, title="Port", json_schema_extra=REFINING)
    security: Literal["tls", "starttls"] = Field(
        default="tls", title="Encryption", json_schema_extra=REFINING
    )
    username: str = Field(min_length=1, max_length=200, title="User")
    folders: Patterns = Field(
        default=["INBOX"],
        min_length=1,
        title="Folders",
        description="Names or patterns.",
        examples=["INBOX", "Team/*"],
    )
    since: str = Field(
        default="",
        pattern=r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$",
        title="Not before",
        description="Older mails are left out.",
        examples=["2025-01-31"],
    )
    size_limit_mb: int = Field(default=50, ge=1, le=100, title="Size limit in MB", json_schema_extra=CHOOSING)

    @property
    def size_limit_bytes(self) -> int:
        """Return the limit of one mail."""
        return self.size_limit_mb * 1_000_000


PASSWORD = Secret(name="password", title="Password")
PRIVATE_KEY = Secret(
    name="private_key", title="Private key", description="In place of a password.", is_long=True
)
PASSPHRASE = Secret(name="passphrase", title="Passphrase of the private key")

SFTP = Kind(
    name="sftp",
    title="SFTP server",
    description="The files of a folder on an SFTP server.",
    settings=SftpSettings,
    secrets=(PASSWORD, PRIVATE_KEY, PASSPHRASE),
    connector=f"{MODULE}.sftp:create",
)
S3 = Kind(
    name="s3",
    title="S3 bucket",
    description="The objects of a bucket of S3, MinIO, Ceph, R2 and other stores that speak like it.",
    settings=S3Settings,
    secrets=(
        Secret(name="access_key", title="Access key", description="None for a public bucket."),
        Secret(name="secret_key", title="Secret key"),
        Secret(name="session_token", title="Session token"),
    ),
    connector=f"{MODULE}.s3:create",
)
WEBDAV = Kind(
    name="webdav",
    title="WebDAV folder",
    description="The files of a folder over WebDAV: Nextcloud, ownCloud, SharePoint Server.",
    settings=WebdavSettings,
    secrets=(PASSWORD,),
    connector=f"{MODULE}.webdav:create",
)
SMB = Kind(
    name="smb",
    title="Windows share",
    description="The files of a shared folder (SMB) of Windows or Samba.",
    settings=SmbSettings,
    secrets=(Secret(name="password", title="Password", is_required=True),),
    connector=f"{MODULE}.smb:create",
)
GITHUB = Kind(
    name="github",
    title="GitHub",
    description="The files of a repository through GitHub's API; for a large one take Git.",
    settings=GithubSettings,
    secrets=(Secret(name="token", title="Access token"),),
    connector=f"{MODULE}.clouds:create_github",
)
GCS = Kind(
    name="gcs",
    title="Google Cloud Storage",
    description="The objects of a bucket of Google Cloud Storage.",
    settings=GcsSettings,
    secrets=(
        Secret(
            name="service_account",
            title="Key of a service account",
            description="The JSON file; none for a public bucket.",
            is_long=True,
        ),
    ),
    connector=f"{MODULE}.clouds:create_gcs",
)
AZURE = Kind(
    name="azure",
    title="Azure Blob Storage",
    description="The blobs of a container.",
    settings=AzureSettings,
    secrets=(
        Secret(
            name="account_key",
            title="Account key",
            description="Or a SAS token; none for a public container.",
        ),
        Secret(name="sas_token", title="SAS token"),
    ),
    connector=f"{MODULE}.clouds:create_azure",
)
FOLDER = Kind(
    name="folder",
    title="Folder of the server",
    description="The files of a folder that the operator opened to sources.",
    settings=FolderSettings,
    connector=f"{MODULE}.folder:create",
)
GIT = Kind(
    name="git",
    title="Git repository",
    description="The files of a branch, over https or ssh.",
    settings=GitSettings,
    secrets=(
        Secret(name="password", title="Password or access token"),
        PRIVATE_KEY,
        PASSPHRASE,
    ),
    connector=f"{MODULE}.git:create",
)
IMAP = Kind(
    name="imap",
    title="Mailbox",
    description="The mails of IMAP folders, with their attachments; nothing is marked as read.",
    settings=ImapSettings,
    secrets=(Secret(name="password", title="Password", description="Or an app password.", is_required=True),),
    connector=f"{MODULE}.imap:create",
)
