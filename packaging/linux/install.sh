#!/bin/sh
# 把 gkxl 装给当前用户：sh install.sh；卸载：sh install.sh --uninstall。不需要管理员。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
programs=$HOME/.local/bin
entry=$share/applications/gkxl.desktop
if [ "${1:-}" = --uninstall ]; then
  rm -rf "$share/gkxl"
  rm -f "$programs/gkxl" "$programs/gkxl-汇总" "$entry"
  echo "已卸载 gkxl。"
  exit 0
fi
mkdir -p "$share/applications" "$programs"
if [ "$here" != "$share/gkxl" ]; then
  rm -rf "$share/gkxl.new"
  cp -R "$here" "$share/gkxl.new"
  rm -rf "$share/gkxl"
  mv "$share/gkxl.new" "$share/gkxl"
fi
ln -sf "$share/gkxl/gkxl" "$programs/gkxl"
ln -sf "$share/gkxl/gkxl-汇总" "$programs/gkxl-汇总"
sed "s|@FOLDER@|$share/gkxl|g" "$share/gkxl/gkxl.desktop" >"$entry"
echo "已装好：$programs/gkxl；菜单里有“政务公开统计”。卸载：sh $share/gkxl/install.sh --uninstall"
