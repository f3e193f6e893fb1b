"""Where the data files lie: inside an installed wheel, or beside `src` in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def data_folder(name: str) -> Path:
    """Return the folder of shipped data `name` (profiles, processes, tables, catalog, …).

    Raises:
        FileNotFoundError: the installation carries no such folder.
    """
    for folder in (_PACKAGE / "_data" / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    msg = f"安装不完整：找不到数据文件夹“{name}”，请重新安装"
    raise FileNotFoundError(msg)
