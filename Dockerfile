# The service with students, engine and trainer; docs/deployment.md says how it is built and started.
#
#   docker build -t repairloop .
#   docker build -t repairloop:cuda --build-arg ENGINE=cuda .
FROM debian:bookworm-slim

# As in `make setup`: auto is vLLM for CPUs where its torch can be had, else transformers; or cuda, cpu, transformers.
ARG ENGINE=auto
ARG PIP_EXTRA_INDEX_URL

# Engines compile parts of themselves when they start.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates g++ libnuma1 python3 python3-dev python3-venv \
 && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/repairloop --shell /usr/sbin/nologin repairloop \
 && install -d -o repairloop -g repairloop -m 0700 /runs /var/lib/repairloop

WORKDIR /opt/repairloop
COPY . .
ENV REPAIRLOOP_HOME=/var/lib/repairloop
RUN ENGINE="$ENGINE" EXTRAS=train,service PIP_NO_CACHE_DIR=1 bash scripts/setup.sh \
 && chown -R repairloop:repairloop /var/lib/repairloop

ENV PATH=/opt/repairloop/.venv/bin:/usr/local/bin:/usr/bin:/bin HF_HUB_OFFLINE=1 PYTHONUNBUFFERED=1
USER repairloop
WORKDIR /runs
VOLUME /runs
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/health', timeout=4)"
ENTRYPOINT ["repairloop"]
CMD ["serve", "--root", "/runs", "--host", "0.0.0.0"]
