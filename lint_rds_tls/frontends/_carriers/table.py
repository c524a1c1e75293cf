"""Which keys of which documents hold commands, variables, images and host names: data, no more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["DOCUMENTS", "Document", "Form", "Row"]


class Form(Enum):
    """How a value says what is run."""

    TEXT = "text"  #: text for an interpreter; a list holds its lines
    PARTS = "parts"  #: a mapping with two members that one interpreter reads one after the other
    COMMAND = "command"  #: text for an interpreter, or a list of words
    WORDS = "words"  #: a list of words, or one text of words without a shell
    CONTAINER = "container"  #: a mapping that says in two lists what a container runs
    HEALTH = "health"  #: Docker's health check: text, or a list that starts with CMD, CMD-SHELL or NONE
    OPTIONS = "options"  #: options of `docker create`
    FILE = "file"  #: a mapping with the name and the content of a file
    TOOL = "tool"  #: the name of something that is installed for what follows
    HOST = "host"  #: the name of a host that the document sets up
    HOSTS = "hosts"  #: a mapping whose names are such hosts
    JOB = "job"  #: a mapping with a machine of its own: what is installed by one is not there in the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place where a document says something."""

    path: str  #: names from the top, `/` between them: `*` is any one, `**` any number, `a|b` either
    form: Form
    language: str = ""  #: the front-end of its text; "" where the surroundings tell
    #: the members of a CONTAINER (program, arguments), of a FILE (name, content), of PARTS
    members: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A kind of document."""

    name: str
    rows: tuple[Row, ...]
    holds: tuple[
        str, ...
    ]  #: it is one where all paths of one of these (blanks between them) are there; names as in Row
    files: tuple[str, ...] = ()  #: or where its file has one of these names
    #: relative to each mapping on the way, what holds for all below it:
    variables: tuple[str, ...] = ()  #: environment variables
    images: tuple[str, ...] = ()  #: container images
    interpreters: tuple[str, ...] = ()  #: names of interpreters
    machines: tuple[str, ...] = ()  #: names of machines; the language that Windows has there is `windows`
    windows: str = "powershell"
    #: a regular expression for what the document's own reader replaces: group `name` is a variable, `default` what it
    #: is without one, `sign` what stands for itself; anything else is not known
    expressions: str = ""


def _rows(form: Form, *paths: str, language: str = "", members: tuple[str, str] = ("", "")) -> tuple[Row, ...]:
    return tuple(Row(path=path, form=form, language=language, members=members) for path in paths)


_DOCKER_MEMBERS = ("entrypoint", "command")
_GITHUB = r"\$\{\{[ \t]*(?:(?:env|vars)\.(?P<name>\w+)[ \t]*\}\}|[\s\S]{0,2000}?\}\})"
_AZURE = r"\$\{\{[\s\S]{0,2000}?\}\}|\$\[[^\]\r\n]*\]|\$\((?P<name>[\w.-]+)\)"
_COMPOSE = (
    r"\$(?:(?P<sign>\$)|(?P<name>[A-Za-z_]\w*)"
    r"|\{[A-Za-z_]\w*(?::?-(?P<default>[^{}$]*)\}|[^{}]*\}|[^{}]*\{[^{}]*\}[^{}]*\}))"
)
_KUBERNETES = r"\$(?P<sign>\$(?=\())|\$\((?P<name>[A-Za-z_][\w.-]*)\)|\{\{[\s\S]{0,2000}?\}\}"
_BRACES = r"\{\{-?[ \t]*\.?(?P<name>\w+)[ \t]*-?\}\}|\{\{[\s\S]{0,2000}?\}\}|\{%[\s\S]{0,2000}?%\}"
_CLOUD_BUILD = r"\$(?:(?P<sign>\$)|\{?(?P<name>_\w+|[A-Z][A-Z_]*)\}?)"
_DEVCONTAINER = (
    "initializeCommand|onCreateCommand|updateContentCommand|postCreateCommand|postStartCommand|postAttachCommand"
)

DOCUMENTS: tuple[Document, ...] = (
    Document(
        name="compose",
        holds=("services/*/image|build|command|entrypoint|environment|healthcheck|extends|ports|volumes",),
        rows=(
            *_rows(Form.HOSTS, "services"),
            *_rows(Form.HOST, "services/*/container_name|hostname", "services/*/networks/*/aliases/*"),
            *_rows(Form.CONTAINER, "services/*", members=_DOCKER_MEMBERS),
            *_rows(Form.HEALTH, "services/*/healthcheck/test"),
            *_rows(Form.COMMAND, "services/*/post_start|pre_stop/*/command"),
        ),
        variables=("environment",),
        images=("image",),
        expressions=_COMPOSE,
    ),
    Document(
        name="github",
        holds=("jobs/*/runs-on", "jobs/*/uses", "jobs/*/steps on", "runs/using"),
        rows=(
            *_rows(Form.JOB, "jobs/*"),
            *_rows(Form.TEXT, "jobs/*/steps/*/run", "runs/steps/*/run"),
            *_rows(Form.TOOL, "jobs/*/steps/*/uses", "runs/steps/*/uses"),
            # of well-known actions that take a script
            *_rows(Form.TEXT, "jobs/*/steps/*/with/inlineScript", language="shell"),
            *_rows(Form.OPTIONS, "jobs/*/services/*/options", "jobs/*/container/options"),
            *_rows(Form.HOSTS, "jobs/*/services"),
        ),
        variables=("env",),
        images=("container", "container/image", "image"),
        interpreters=("defaults/run/shell", "shell"),
        machines=("runs-on",),
        expressions=_GITHUB,
    ),
    Document(
        name="gitlab",
        files=(".gitlab-ci.yml", "*.gitlab-ci.yml", ".gitlab-ci.yaml"),
        holds=("stages */script", "*/script */stage"),
        rows=(
            *_rows(Form.JOB, "*"),
            *_rows(Form.PARTS, "*", members=("before_script", "script")),
            *_rows(Form.TEXT, "*/after_script", "before_script|after_script"),
            *_rows(Form.HOST, "services/*/alias", "*/services/*/alias"),
        ),
        variables=("variables",),
        images=("image", "image/name"),
        expressions=r"\$\[\[[^\]]*\]\]",
    ),
    Document(
        name="azure",
        files=("azure-pipelines.yml", "azure-pipelines*.yml"),
        holds=(
            "steps/*/script|bash|pwsh|powershell|task|checkout|template",
            "jobs/*/job|deployment|template",
            "stages/*/stage|template|jobs",
        ),
        rows=(
            *_rows(Form.JOB, "jobs/*", "stages/*/jobs/*"),
            *_rows(Form.TEXT, "**/steps/**/script|inlineScript"),
            *_rows(Form.TEXT, "**/steps/**/bash", language="shell"),
            *_rows(Form.TEXT, "**/steps/**/pwsh|powershell|Inline", language="powershell"),
            *_rows(Form.HOSTS, "**/jobs/*/services"),
        ),
        variables=("variables", "env"),
        images=("container", "container/image"),
        interpreters=("task", "scriptType"),
        machines=("pool/vmImage", "pool/name", "pool"),
        windows="batch",
        expressions=_AZURE,
    ),
    Document(
        name="circleci",
        holds=("jobs/*/docker|machine|executor|macos", "commands/*/steps version", "orbs jobs"),
        rows=(
            *_rows(Form.JOB, "jobs/*"),
            *_rows(Form.TEXT, "**/steps/**/run", "**/steps/**/run/command"),
            *_rows(Form.HOST, "**/docker/*/name"),
            *_rows(Form.CONTAINER, "**/docker/*", members=_DOCKER_MEMBERS),
        ),
        variables=("environment",),
        images=("docker/0/image", "machine/image"),
        interpreters=("shell", "run/shell"),
        expressions=r"<<[^<>]*>>",
    ),
    Document(
        name="bitbucket",
        files=("bitbucket-pipelines.yml",),
        holds=("pipelines/default|branches|custom|pull-requests|tags",),
        rows=(
            *_rows(Form.JOB, "pipelines/**/step", "definitions/steps/*/step"),
            *_rows(Form.TEXT, "**/script|after-script"),
        ),
        variables=("variables",),
        images=("image", "image/name"),
    ),
    Document(
        name="drone",
        files=(".drone.yml", ".woodpecker.yml", ".woodpecker.yaml"),
        holds=("kind steps/*/commands", "steps/*/commands", "pipeline/*/commands"),
        rows=(
            *_rows(Form.JOB, "steps/*", "pipeline/*"),
            *_rows(Form.TEXT, "steps|pipeline/*/commands"),
            *_rows(Form.CONTAINER, "services/*", members=_DOCKER_MEMBERS),
            *_rows(Form.HOSTS, "services"),
            *_rows(Form.HOST, "services/*/name"),
        ),
        variables=("environment",),
        images=("image",),
        machines=("platform/os",),
    ),
    Document(
        name="travis",
        files=(".travis.yml",),
        holds=("language script",),
        rows=_rows(
            Form.TEXT,
            "before_install|install|before_script|script|after_script|after_success|after_failure|before_deploy|deploy",
            "jobs|matrix/include/*/before_install|install|before_script|script",
        ),
    ),
    Document(
        name="appveyor",
        files=("appveyor.yml", ".appveyor.yml", "appveyor*.yml"),
        holds=("image build_script|test_script", "build_script test_script"),
        rows=(
            *_rows(Form.TEXT, "**/ps|pwsh", language="powershell"),
            *_rows(Form.TEXT, "**/cmd", language="batch"),
            *_rows(Form.TEXT, "**/sh", language="shell"),
            *_rows(
                Form.TEXT,
                "build_script|test_script|deploy_script|init|install|before_build|after_build|before_test|after_test|before_deploy|after_deploy|on_success|"
                "on_failure|on_finish",
                language="batch",
            ),
        ),
        variables=("environment", "environment/global"),
    ),
    Document(
        name="cloud-build",
        files=("cloudbuild.yaml", "cloudbuild.yml", "cloudbuild.json"),
        holds=("steps/*/name steps/*/args", "steps/*/name steps/*/script"),
        rows=(
            *_rows(Form.CONTAINER, "steps/*", members=("entrypoint", "args")),
            *_rows(Form.TEXT, "steps/*/script"),
        ),
        variables=("env", "substitutions"),
        images=("name",),
        expressions=_CLOUD_BUILD,
    ),
    Document(
        name="codebuild",
        files=("buildspec.yml", "buildspec*.yml", "buildspec*.yaml"),
        holds=("phases/*/commands",),
        rows=_rows(Form.TEXT, "phases/*/commands|finally"),
        variables=("env/variables",),
        interpreters=("env/shell",),
    ),
    Document(
        name="ecs",
        holds=("containerDefinitions", "Resources/*/Properties/ContainerDefinitions"),
        rows=(
            *_rows(Form.CONTAINER, "**/containerDefinitions/*", members=_DOCKER_MEMBERS),
            *_rows(Form.HEALTH, "**/containerDefinitions/*/healthCheck/command"),
        ),
        variables=("environment",),
        images=("image",),
    ),
    Document(
        name="ansible",
        holds=(
            "*/hosts */tasks|roles|vars|import_playbook|pre_tasks|post_tasks",
            "*/name */shell|command|raw|win_shell|win_command",
            "*/ansible",
            "*/block",
        ),
        rows=(
            *_rows(Form.COMMAND, "**/shell|raw|command", "**/shell|command/cmd", language="shell"),
            *_rows(Form.WORDS, "**/command|win_command/argv"),
            *_rows(Form.COMMAND, "**/win_shell", "**/win_shell/cmd", language="powershell"),
            *_rows(Form.COMMAND, "**/win_command", "**/win_command/cmd", language="batch"),
            *_rows(Form.FILE, "**/copy", members=("dest", "content")),
        ),
        variables=("environment",),
        expressions=_BRACES,
    ),
    Document(
        name="taskfile",
        files=("taskfile.yml", "taskfile.yaml", "taskfile.dist.yml"),
        holds=("version tasks/*/cmds", "version tasks/*/cmd"),
        rows=(
            *_rows(Form.JOB, "tasks/*"),
            *_rows(
                Form.TEXT,
                "tasks/*/cmds/*",
                "tasks/*",
                "tasks/*/cmd",
                "tasks/*/cmds/*/cmd|defer",
                "tasks/*/status|preconditions/*",
                "tasks/*/preconditions/*/sh",
                "**/vars/*/sh",
                language="shell",
            ),
        ),
        variables=("env", "vars"),
        expressions=_BRACES,
    ),
    Document(
        name="kubernetes",
        holds=("apiVersion kind",),
        rows=(
            *_rows(Form.CONTAINER, "**/containers|initContainers|ephemeralContainers/*", members=("command", "args")),
            *_rows(Form.WORDS, "**/exec/command"),
        ),
        variables=("env",),
        images=("image",),
        expressions=_KUBERNETES,
    ),
    Document(
        name="kubernetes-service",
        holds=("apiVersion kind=Service",),
        rows=_rows(Form.HOST, "metadata/name"),
    ),
    Document(
        name="cloud-init",
        files=("user-data", "cloud-init*.yaml", "cloud-init*.yml", "cloud-config*.yml"),
        holds=("runcmd", "bootcmd", "write_files"),
        rows=(
            *_rows(Form.COMMAND, "runcmd|bootcmd/*", language="shell"),
            *_rows(Form.FILE, "write_files/*", members=("path", "content")),
        ),
    ),
    Document(
        name="devcontainer",
        files=("devcontainer.json", ".devcontainer.json"),
        holds=(),
        rows=_rows(
            Form.COMMAND,
            _DEVCONTAINER,
            f"{_DEVCONTAINER}/*",
            language="shell",
        ),
        variables=("containerEnv", "remoteEnv"),
        images=("image",),
    ),
    Document(
        name="package",
        files=("package.json",),
        holds=("scripts version|dependencies|devDependencies|private",),
        rows=_rows(Form.TEXT, "scripts/*", language="shell"),
    ),
    Document(
        name="editor-tasks",
        files=("tasks.json",),
        holds=("version tasks/*/label",),
        rows=_rows(Form.CONTAINER, "tasks/*", members=("command", "args")),
        variables=("options/env",),
    ),
    Document(
        name="composer",
        files=("composer.json",),
        holds=(),
        rows=_rows(Form.TEXT, "scripts/*", language="shell"),
    ),
    Document(
        name="project-tasks",
        files=("pyproject.toml", "mise.toml", ".mise.toml", "pixi.toml", "Makefile.toml"),
        holds=(),
        rows=(
            *_rows(
                Form.TEXT,
                "tool/poe/tasks/*",
                "tool/poe/tasks/*/cmd|shell",
                "tool/taskipy/tasks/*",
                "tool/taskipy/tasks/*/cmd",
                "tool/pdm/scripts/*",
                "tool/pdm/scripts/*/cmd|shell",
                "tool/hatch/envs/*/scripts/*",
                "tool/pixi/tasks/*",
                "tool/pixi/tasks/*/cmd",
                "tasks/*",
                "tasks/*/run|cmd|script",
                language="shell",
            ),
            *_rows(Form.CONTAINER, "tasks/*", members=("command", "args")),
        ),
        variables=("env",),
    ),
)
