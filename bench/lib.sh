# What the benches have in common; it is read by them, not run.

find_pgbench() {
  for candidate in "${PGBENCH:-}" "$(command -v pgbench || true)" /usr/lib/postgresql/*/bin/pgbench; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      pgbench=$candidate
      return
    fi
  done
  echo "pgbench is missing; the PostgreSQL that Rasl brings along has none. To install it:" >&2
  echo "  Debian, Ubuntu: sudo apt install postgresql-contrib     (older: postgresql-client)" >&2
  echo "  Fedora:         sudo dnf install postgresql-contrib" >&2
  echo "  macOS:          brew install libpq, and add its bin folder to the PATH" >&2
  echo "Or name the program: PGBENCH=/path/to/pgbench bench/send" >&2
  exit 1
}

# run_bench CLASS [alone]: builds, then runs the bench with $options on a fresh installation. One
# that runs alone has no pgbench beside it.
run_bench() {
  if [ "${2:-}" = alone ]; then pgbench=none; else find_pgbench; fi
  JAVA_HOME=$("$root/rasl" --jdk)
  export JAVA_HOME
  echo "Building …"
  (cd "$root" && mvn -B -ntp -q -Drasl.quick -Drasl.build.directory="$target" package) || exit 1
  rm -rf "$target/bench-classes"
  find "$root/bench/src/java" -name '*.java' >"$target/bench-sources"
  "$JAVA_HOME/bin/javac" -d "$target/bench-classes" -cp "$target/classes:$target/lib/*" \
    "@$target/bench-sources" || exit 1
  run=${run:-$target/run}
  [ "${keep:-no}" = yes ] || rm -rf "$run" # A fresh installation each time.
  # The options are meant to be split at blanks.
  # shellcheck disable=SC2086
  exec "$JAVA_HOME/bin/java" $options "-Dserver.options=${server_options:-}" \
    -cp "$target/classes:$target/bench-classes:$target/lib/*" \
    "rasl.bench.$1" "$run" "$root/bench" "$pgbench"
}
