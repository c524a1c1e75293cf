"""Programs that only start another one: their options, and where the command line behind them begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["CONTAINER", "PRINTERS", "STARTS", "WRAPPERS", "Wrapper"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """How the words behind a program lead to another command line."""

    values: frozenset[str] = frozenset()  #: options that take the next word
    operands: int = 0  #: words between the options and the command
    commands: Mapping[str, Wrapper] = field(default_factory=lambda: MappingProxyType({}))  #: by their first operand
    assigns: bool = False  #: `NAME=value` before the command sets a variable
    variables: frozenset[str] = frozenset()  #: options whose value is `NAME=value`
    texts: frozenset[str] = frozenset()  #: options whose value is text that a shell reads
    image: bool = False  #: the last operand is a container image
    entrypoint: frozenset[str] = frozenset()  #: options that name the program; what follows are its arguments
    images: frozenset[str] = frozenset()  #: options that name a container image
    elsewhere: bool = False  #: on another machine or in a container: variables of this one are not there
    joined: bool = False  #: a shell reads the words behind, joined by blanks
    reads: bool = False  #: without a command, a shell reads the standard input
    dashed: bool = False  #: the command stands behind `--` where there is one
    appends: bool = False  #: more arguments are added than are written
    unless: frozenset[str] = frozenset()  #: options with which nothing is started
    behind: frozenset[str] = frozenset()  #: options behind which the command stands (`find -exec`)
    ends: frozenset[str] = frozenset()  #: words that end the command


def _words(*names: str) -> frozenset[str]:
    return frozenset(name for each in names for name in each.split())


_PLAIN = Wrapper()
_SHELL_TEXT = Wrapper(texts=_words("-c --command"))
_CONTAINER = (
    "-a --add-host --annotation --attach --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile "
    "--cpu-period --cpu-quota --cpu-shares -c --cpus --cpuset-cpus --cpuset-mems --detach-keys --device --dns "
    "--dns-option --dns-search --domainname --env-file --expose --gpus --group-add --health-interval --health-retries "
    "--health-start-interval --health-start-period --health-timeout --hostname -h --ip --ip6 --ipc --isolation "
    "--label -l --label-file --link --log-driver --log-opt --mac-address --memory -m --memory-reservation "
    "--memory-swap --memory-swappiness --mount --name --network --net --network-alias --oom-score-adj --pid "
    "--pids-limit --platform --publish -p --pull --restart --runtime --security-opt --shm-size --stop-signal "
    "--stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user -u --userns --uts --volume -v --volume-driver "
    "--volumes-from --workdir -w --pod --secret --authfile --arch --os --requires"
)
_ENV = _words("-e --env")
#: `docker create` and `docker run`
CONTAINER = Wrapper(
    values=_words(_CONTAINER),
    variables=_ENV,
    texts=_words("--health-cmd"),
    entrypoint=_words("--entrypoint"),
    operands=1,
    image=True,
    elsewhere=True,
)
_EXEC = Wrapper(
    values=_words("-u --user -w --workdir --env-file --detach-keys --index --preserve-fds"),
    variables=_ENV,
    operands=1,
    elsewhere=True,
)
_COMPOSE_RUN = Wrapper(
    values=_words("-u --user -w --workdir -v --volume -p --publish --name -l --label --index --cap-add --cap-drop"),
    variables=_ENV,
    entrypoint=_words("--entrypoint"),
    operands=1,
    elsewhere=True,
)
_COMPOSE = Wrapper(
    values=_words(
        "-f --file -p --project-name --profile --env-file --project-directory --parallel --progress --ansi "
        "-H --host -c --context --log-level --tlscacert --tlscert --tlskey"
    ),
    commands={"exec": _COMPOSE_RUN, "run": _COMPOSE_RUN},
)
_SERVICE = Wrapper(
    values=_words(_CONTAINER, "--replicas --mode --constraint --config --limit-memory --update-delay"),
    variables=_ENV,
    texts=_words("--health-cmd"),
    operands=1,
    image=True,
    elsewhere=True,
)
_CONTAINERS = {"exec": _EXEC, "run": CONTAINER, "create": CONTAINER}
_DOCKER = Wrapper(
    values=_words(
        "-H --host -c --context --config -l --log-level --tlscacert --tlscert --tlskey -n --namespace -a --address "
        "--url --connection --identity --root --runroot --storage-driver"
    ),
    commands={
        **_CONTAINERS,
        "container": Wrapper(commands=_CONTAINERS),
        "compose": _COMPOSE,
        "service": Wrapper(commands={"create": _SERVICE}),
    },
)
_CLUSTER = (
    "-n --namespace -c --container --context --kubeconfig --cluster --user --as --as-group --request-timeout -s "
    "--server --token -f --filename --pod-running-timeout --certificate-authority --client-certificate --client-key "
    "-v --v"
)
_KUBECTL_RUN = (
    "--restart --image-pull-policy -l --labels --overrides --port --limits --requests --serviceaccount --timeout "
    "--generator --override-type -o --output --annotations"
)
_KUBECTL = Wrapper(
    values=_words(_CLUSTER),
    commands={
        "exec": Wrapper(values=_words(_CLUSTER), operands=1, elsewhere=True, dashed=True),
        "rsh": Wrapper(values=_words(_CLUSTER, "--shell --timeout"), operands=1, elsewhere=True, dashed=True),
        "run": Wrapper(
            values=_words(_CLUSTER, _KUBECTL_RUN),
            variables=_words("--env"),
            images=_words("--image"),
            operands=1,
            elsewhere=True,
            dashed=True,
        ),
        "debug": Wrapper(
            values=_words(_CLUSTER, "--target --copy-to --profile"),
            variables=_words("--env"),
            images=_words("--image"),
            operands=1,
            elsewhere=True,
            dashed=True,
        ),
        "create": Wrapper(
            commands={
                kind: Wrapper(
                    values=_words(_CLUSTER, "--schedule -o --output"),
                    images=_words("--image"),
                    operands=1,
                    elsewhere=True,
                    dashed=True,
                )
                for kind in ("job", "cronjob", "deployment")
            }
        ),
    },
)
_SSH = Wrapper(
    values=_words("-b -B -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w"),
    operands=1,
    elsewhere=True,
    joined=True,
    reads=True,
)
_SUDO = Wrapper(
    values=_words(
        "-u --user -g --group -h --host -p --prompt -C --close-from -D --chdir -R --chroot -r --role -t --type "
        "-T --command-timeout -U --other-user -a --auth-type -c --login-class"
    ),
    assigns=True,
    reads=True,
    unless=_words("-e -l -v -K --edit --list --validate"),
)
_SU = Wrapper(
    values=_words("-s --shell -g --group -G --supp-group -w --whitelist-environment -T"),
    texts=_words("-c --command --session-command"),
    reads=True,
    operands=1,
)
_WAIT = Wrapper(values=_words("-h --host -p --port -t --timeout"), operands=1, dashed=True)

#: By file name in lower case, without `.exe` and `.sh`.
WRAPPERS: Mapping[str, Wrapper] = {
    **dict.fromkeys(
        _words(
            "nohup builtin unbuffer winpty busybox toybox catchsegv caffeinate call start dbus-run-session fakeroot "
            "catatonit noglob nocorrect @ &"
        ),
        _PLAIN,
    ),
    "sudo": _SUDO,
    "doas": Wrapper(values=_words("-u -C -a"), unless=_words("-L")),
    "su": _SU,
    "runuser": Wrapper(values=_words("-u --user -s --shell -g --group -G --supp-group"), texts=_words("-c --command")),
    "env": Wrapper(values=_words("-u --unset -C --chdir -a --argv0"), texts=_words("-S --split-string"), assigns=True),
    "exec": Wrapper(values=_words("-a")),
    "command": Wrapper(unless=_words("-v -V")),
    "time": Wrapper(values=_words("-f --format -o --output")),
    "timeout": Wrapper(values=_words("-k --kill-after -s --signal"), operands=1),
    "gtimeout": Wrapper(values=_words("-k --kill-after -s --signal"), operands=1),
    "nice": Wrapper(values=_words("-n --adjustment")),
    "ionice": Wrapper(values=_words("-c --class -n --classdata"), unless=_words("-p -P -u")),
    "chrt": Wrapper(operands=1),
    "taskset": Wrapper(operands=1),
    "stdbuf": Wrapper(values=_words("-i --input -o --output -e --error")),
    "setsid": _PLAIN,
    "xargs": Wrapper(
        values=_words(
            "-a --arg-file -d --delimiter -E -I -L --max-lines -n --max-args -P --max-procs -s --max-chars "
            "--process-slot-var -J -R -S"
        ),
        appends=True,
    ),
    "parallel": Wrapper(
        values=_words(
            "-j --jobs -P --max-procs -a --arg-file -d --delimiter -n --max-args -N -I -L -S --sshlogin --joblog "
            "--results --timeout --delay --retries --colsep -C --tmpdir --workdir --wd --halt --load --nice -s"
        ),
        joined=True,
        ends=frozenset({":::", ":::+", "::::", "::::+"}),
    ),
    "watch": Wrapper(values=_words("-n --interval -q --equexit"), joined=True),
    "eval": Wrapper(joined=True),
    "flock": Wrapper(
        values=_words("-w --wait --timeout -E --conflict-exit-code"), texts=_words("-c --command"), operands=1
    ),
    "chroot": Wrapper(operands=1),
    "nsenter": Wrapper(values=_words("-t --target -S --setuid -G --setgid"), elsewhere=True),
    "unshare": Wrapper(values=_words("-S --setuid -G --setgid -R --root -w --wd")),
    "setpriv": Wrapper(values=_words("--reuid --regid --groups --inh-caps --ambient-caps --bounding-set")),
    "chpst": Wrapper(values=_words("-u -U -b -e -/ -n -l -L -m -d -o -p -f -c -r -t")),
    "gosu": Wrapper(operands=1),
    "su-exec": Wrapper(operands=1),
    "setuser": Wrapper(operands=1),
    "tini": Wrapper(values=_words("-p -e")),
    "dumb-init": Wrapper(values=_words("-r --rewrite")),
    "systemd-run": Wrapper(
        values=_words("-u --unit -p --property -E --setenv -M --machine -H --host --description --slice"),
        variables=_words("-E --setenv"),
    ),
    "systemd-cat": Wrapper(values=_words("-t --identifier -p --priority")),
    "strace": Wrapper(values=_words("-e -o -s -p -u -a -E -I -O -P -S -b -X")),
    "script": _SHELL_TEXT,
    "find": Wrapper(behind=_words("-exec -execdir -ok -okdir"), ends=frozenset({";", "+", "\\;"})),
    **dict.fromkeys(("docker", "podman", "nerdctl", "finch"), _DOCKER),
    **dict.fromkeys(("docker-compose", "podman-compose", "dc"), _COMPOSE),
    **dict.fromkeys(("kubectl", "oc", "kubecolor"), _KUBECTL),
    **dict.fromkeys(("minikube", "microk8s", "k3s"), Wrapper(commands={"kubectl": _KUBECTL, "ssh": _SSH})),
    "microk8s.kubectl": _KUBECTL,
    **dict.fromkeys(("ssh", "autossh"), _SSH),
    "sshpass": Wrapper(values=_words("-p -f -d -P")),
    "vagrant": Wrapper(commands={"ssh": Wrapper(texts=_words("-c --command"), operands=1, elsewhere=True, reads=True)}),
    "wsl": Wrapper(values=_words("-d --distribution -u --user --cd --shell-type"), elsewhere=True),
    **dict.fromkeys(("wait-for-it", "wait-for", "wait_for_it"), _WAIT),
    "dockerize": Wrapper(
        values=_words(
            "-wait -timeout -template -stdout -stderr -wait-retry-interval -wait-http-header -delims -poll -env"
        )
    ),
    **dict.fromkeys(("lxc", "incus"), Wrapper(commands={"exec": Wrapper(operands=1, elsewhere=True, dashed=True)})),
    "az": Wrapper(
        commands={"container": Wrapper(commands={"exec": Wrapper(texts=_words("--exec-command"), elsewhere=True)})}
    ),
    "gcloud": Wrapper(
        commands={"compute": Wrapper(commands={"ssh": Wrapper(texts=_words("--command"), elsewhere=True)})}
    ),
}

#: What starts a container's command behind a program that is not known (`$COMPOSE exec`).
STARTS: Mapping[str, Wrapper] = {"exec": _EXEC, "run": CONTAINER, "compose": _COMPOSE}

#: Programs for which the words behind them are text, names of files or of packages: no word there is a command.
PRINTERS = _words(
    "echo printf print cat man type hash which whereis whence where grep egrep fgrep rg awk sed tar cp mv ln ls test [ "
    "[[ chmod chown rm mkdir touch file stat basename dirname readlink realpath tee head tail wc less more diff cmp "
    "alias unalias export declare local readonly typeset set unset source . apt apt-get aptitude yum dnf zypper apk "
    "brew choco winget scoop pacman snap port conda pip pip3 npm yarn pnpm gem cargo go git curl wget dpkg rpm help "
    "info apropos complete compgen trap return exit cd pushd popd read mapfile readarray logger wall mail zip unzip "
    "scp rsync install update-alternatives systemctl service pgrep pkill killall kill ps usage die fail fatal abort "
    "case shift getopts true false : make gmake cmake ninja meson gcc cc clang kafkacat kcat dotnet java"
)
