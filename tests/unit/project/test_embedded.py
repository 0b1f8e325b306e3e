"""What `make up` is made of, each part alone."""

import shlex
import socket
import subprocess
import sys
import threading
import time
import venv
from configparser import ConfigParser
from pathlib import Path

import psutil
import pytest

from project.embedded import install, postgres, supervisor, up
from project.embedded.following import new_lines
from project.embedded.installation import HOST, free_port, load_installation, open_installation
from project.embedded.launch import end_group, write_whole
from project.embedded.roles import Role, embedded_roles
from project.embedded.stamps import fingerprint, is_done, mark_done
from project.embedded.steps import NeedMissing
from project.embedded.supervisor import stop_everything, write_configuration
from project.embedded.variables import installation_variables, web_port


def test_an_installation_keeps_its_passwords(tmp_path: Path) -> None:
    first = open_installation(tmp_path)
    assert open_installation(tmp_path).passwords == first.passwords == load_installation(tmp_path).passwords


def test_passwords_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    open_installation(tmp_path)
    assert (tmp_path / "run" / "installation.json").stat().st_mode & 0o077 == 0


def test_a_variable_replaces_the_embedded_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TGI_URLS", "http://tgi")
    installation = open_installation(tmp_path)
    assert [role.name for role in embedded_roles(installation)] == ["postgres", "redis"]
    variables = installation_variables(installation)
    assert variables["TGI_URLS"] == "http://tgi"
    assert "TGI_MODEL" not in variables


def test_the_embedded_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TGI_URLS", "TGI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    assert installation_variables(open_installation(tmp_path))["TGI_MODEL"] == "smollm2-135m"


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_is_none_is_one_clear_line(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(NeedMissing, match="PORT must be a number from 1 to 65535"):
        web_port()


def test_a_step_is_done_again_only_when_its_files_changed(tmp_path: Path) -> None:
    source, stamp = tmp_path / "source", tmp_path / "made" / "stamp"
    source.write_text("one")
    mark_done(stamp, fingerprint([source]))
    assert is_done(stamp, fingerprint([source]))
    source.write_text("two")
    assert not is_done(stamp, fingerprint([source]))


def test_following_gives_whole_lines_and_survives_rotation(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("old\n")
    tail = new_lines(log)
    assert next(tail) == []
    with log.open("a") as file:
        file.write("one\ntw")
    assert next(tail) == ["one"]
    log.write_text("new\n")
    assert next(tail) == ["new"]


def test_what_a_killed_process_left_is_ended(tmp_path: Path) -> None:
    leave_a_child = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", leave_a_child], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        created = psutil.Process(parent.pid).create_time()
    file = tmp_path / "worker.pid"
    file.write_text(f"{parent.pid} {created}")
    end_group(file)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


LISTEN = (
    "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1])));"
    " print('listening', flush=True); time.sleep(60)"
)


def test_our_own_left_over_server_does_not_take_the_port_from_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, installation = free_port(), open_installation(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", str(port))
    command = [sys.executable, "-c", LISTEN, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as orphan:
        assert orphan.stdout is not None
        orphan.stdout.readline()
        created = psutil.Process(orphan.pid).create_time()
        (installation.run / "web.pid").write_text(f"{orphan.pid} {created}")
        assert up._prepare().passwords == installation.passwords
        assert not psutil.pid_exists(orphan.pid)


def test_a_supervisor_that_hangs_is_ended(tmp_path: Path) -> None:
    installation = open_installation(tmp_path)
    command = [sys.executable, "-c", "import time; time.sleep(60)", f"{installation.run}/supervisord.conf"]
    with subprocess.Popen(command) as hanging:
        (installation.run / "supervisord.pid").write_text(f"{hanging.pid}\n")
        stop_everything(installation)
        assert not psutil.pid_exists(hanging.pid)
    assert list(installation.run.glob("*.pid")) == []


PATIENCE_SECONDS = 5.0


def test_a_supervisor_that_accepts_and_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = open_installation(tmp_path)
    monkeypatch.setattr(supervisor, "ANSWER_SECONDS", 0.1)
    silent = socket.create_server((HOST, installation.ports.supervisor))
    begun, end = time.monotonic(), threading.Timer(PATIENCE_SECONDS, silent.close)
    end.start()
    assert not supervisor.is_running(installation)
    assert time.monotonic() - begun < PATIENCE_SECONDS
    end.cancel()
    silent.close()


def test_a_supervisor_that_hangs_while_it_stops_is_cleaned_up_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(_: supervisor.Supervisor) -> None:
        raise TimeoutError

    installation = open_installation(tmp_path)
    monkeypatch.setattr(supervisor, "is_running", lambda _: True)
    monkeypatch.setattr(supervisor.Supervisor, "shut_down", hang)
    (installation.run / "web.pid").write_text("")
    stop_everything(installation)
    assert list(installation.run.glob("*.pid")) == []


def test_a_process_that_took_over_the_number_of_a_supervisor_is_left_alone(tmp_path: Path) -> None:
    installation = open_installation(tmp_path)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        (installation.run / "supervisord.pid").write_text(str(other.pid))
        stop_everything(installation)
        assert other.poll() is None
        other.kill()


def test_a_folder_with_a_space_in_its_name_is_one_word(tmp_path: Path) -> None:
    installation = open_installation(tmp_path / "my data")
    role = Role("web", ("/opt/a b/uvicorn", "project.asgi:application"))
    write_configuration(installation, [role])
    written = ConfigParser(interpolation=None)
    written.read(installation.run / "supervisord.conf")
    words = shlex.split(written["program:web"]["command"])
    assert words[-3:] == [f"{installation.run}/web.pid", *role.command]


def test_a_folder_that_cannot_be_written_is_one_clear_line() -> None:
    with pytest.raises(NeedMissing, match="DATA_DIR must be a folder that can be written: /proc"):
        up.make_folder(Path("/proc"))


def test_an_environment_whose_making_was_cut_off_is_made_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_made, made = tmp_path / ".venv", list[Path]()
    venv.create(half_made, with_pip=False)
    monkeypatch.setattr(install, "VENV", half_made)
    monkeypatch.setattr(install, "LOCKS", tmp_path)
    for name in ("up.txt", "weights.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(install, "run", lambda *_, **__: None)
    monkeypatch.setattr("venv.create", lambda folder, with_pip: made.append(folder))
    monkeypatch.setattr(install, "check_disk", lambda *_: None)
    install.install_packages("up")
    assert made == [half_made]


def test_a_file_of_nobody_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "worker.pid"
    write_whole(file, "")
    end_group(file)
    assert not file.exists()


def test_a_first_start_that_was_killed_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, done = tmp_path / "postgres", list[str]()
    monkeypatch.setattr(postgres, "_set_password", lambda _binaries, _folder, password: done.append(password))
    for _ in range(3):
        postgres.set_unfinished_aside(folder)
        folder.mkdir(exist_ok=True)
        (folder / "PG_VERSION").write_text("18")
        if any(tmp_path.glob("postgres-unfinished-*")):
            postgres.secure(tmp_path, folder, "secret")
    assert (done, len(list(tmp_path.iterdir()))) == (["secret"], 2)
