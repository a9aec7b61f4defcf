# syntax=docker/dockerfile:1
# Stage 1 builds the wheel; stage 2 installs it. The image holds no source tree and runs as an ordinary user.
FROM python:3.11-slim AS build
WORKDIR /source
RUN pip install --no-cache-dir "build>=1.4"
COPY pyproject.toml README.md LICENSE ./
COPY corpus corpus
COPY index index
COPY service service
COPY eval eval
RUN python -m build --wheel --outdir /wheels

FROM python:3.11-slim
# For a CPU-only torch (2 GB less), give the index that has one: --build-arg TORCH_INDEX=<url>
ARG TORCH_INDEX=
COPY constraints.txt /tmp/constraints.txt
RUN pip install --no-cache-dir ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "torch==2.13.0"
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --constraint /tmp/constraints.txt /wheels/*.whl && rm -rf /wheels /tmp/constraints.txt \
    && useradd --create-home --uid 10001 enthesis && mkdir /data && chown enthesis /data
USER enthesis
WORKDIR /home/enthesis
ENV ENTHESIS_DATA_DIR=/data ENTHESIS_HOST=0.0.0.0 HF_HUB_OFFLINE=1 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=120s --interval=30s --timeout=5s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["enthesis", "serve"]
