#!/usr/bin/env bash
# Fetches Beam's Flink job server with Maven into .flink/job-server, and, asked for
# "distribution", Flink itself with pip into .flink/distribution. Every file is compared with its
# SHA-256; what is there already is left alone.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${FLINK_FOLDER:-$here/../../../.flink}
python=${PYTHON:-python3}

job_server() {
    if [ -f "$target/job-server/.checked" ]; then return; fi
    command -v mvn >/dev/null || { echo "Maven (mvn) is not found: install it, or get" \
        "beam-runners-flink-1.20-job-server.jar and name it with flink_job_server." >&2; exit 1; }
    echo "Fetching Beam's Flink job server (150 MB) ..."
    rm -rf "$target/job-server"
    mkdir -p "$target/job-server"
    mvn --batch-mode --quiet --strict-checksums --file "$here/pom.xml" \
        org.apache.maven.plugins:maven-dependency-plugin:2.8:copy-dependencies \
        -DoutputDirectory="$target/job-server"
    (cd "$target/job-server" && sha256sum --quiet --check --strict "$here/job-server.sha256")
    touch "$target/job-server/.checked"
}

distribution() {
    if [ -f "$target/distribution/.checked" ]; then return; fi
    echo "Fetching Apache Flink (230 MB) ..."
    rm -rf "$target/distribution" "$target/download"
    mkdir -p "$target/distribution" "$target/download"
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
        --no-build-isolation --dest "$target/download" --requirement "$here/distribution.txt"
    tar --extract --gzip --file "$target"/download/*.tar.gz --directory "$target/distribution" \
        --strip-components=3 --wildcards '*/deps/lib/*.jar'
    rm -rf "$target/download"
    touch "$target/distribution/.checked"
}

job_server
if [ "${1:-}" = distribution ]; then distribution; fi
