# Built with everything, run with what is needed to run. See docs/container.md.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY src ./src
# What tests and the demo take stays behind: a clock that can be set, hashing that protects nobody.
RUN npx tsc && rm -rf dist/src/testing dist/src/demo dist/src/demo.js

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY LICENSE ./
COPY --from=build /app/dist/src ./dist/src
# What pages are made of besides their text.
COPY --from=build /app/src/adapters/web/*.css /app/src/adapters/web/*.js /app/src/adapters/web/*.svg ./src/adapters/web/
# Only the service may read it: without DATABASE_URL the embedded PostgreSQL lives there.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Every command of the operator's as well: docker run IMAGE doctor.
ENTRYPOINT ["node", \
  "--max-semi-space-size=8", \
  "--max-old-space-size=256", \
  "--heap-growing-percent=15", \
  "--v8-pool-size=2", \
  "--no-allocation-site-pretenuring", \
  "--invocation-count-for-maglev=100", \
  "--invocation-count-for-turbofan=1000", \
  "--minimum-invocations-after-ic-update=100", \
  "dist/src/portcullis.js"]
CMD ["start"]
