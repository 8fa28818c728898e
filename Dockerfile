# Stage one installs what the lock names, by hash. Nothing of pip's cache or of a compiler is left.
FROM python:3.13-slim AS build
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: \
      -r /tmp/requirements.lock
COPY bot /app/bot
COPY content /app/content
COPY adapters /app/adapters
# Compiled here, because the running container cannot write.
RUN /opt/venv/bin/python -m compileall -q /app /opt/venv/lib

FROM python:3.13-slim
# A fixed number, so that volumes keep their owner from one image to the next. HOME is set because
# slack_sdk asks for a home folder when it is imported, and other numbers may have none.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin briefing \
 && install -d -o briefing -g briefing -m 0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    BRIEFING_HOME=/data \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080
USER 10001:10001
WORKDIR /app
VOLUME /data
EXPOSE 8080
# Works with `--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --init`.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HTTP_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
