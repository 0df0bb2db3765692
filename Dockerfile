# The function as a container image: the built function, its native libraries and its model on Node.js without a shell.
# npx . image build builds it reproducibly and names it; a plain `docker build .` works too.

# Another registry's copy, or a digest, comes in by build argument; npx . image pin writes the digests here.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot

# Both stages before the last run on the machine that builds, whatever machine the image is for.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /source
COPY .npmrc package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --prefer-offline
COPY . .
ARG SOURCE_REVISION=unknown
# Source maps hold the sources, and the image has no functions-framework. The modes are set because those of a checkout
# follow the umask of whoever made it.
RUN npm run build \
 && rm dist/function/functions-framework.* dist/function/package.json \
 && rm dist/function/*.map \
 && chmod -R u=rwX,go=rX dist function/model

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS libraries
WORKDIR /source
COPY .npmrc package.json package-lock.json ./
ARG TARGETARCH
# The bundle holds all other JavaScript; packages keep native code, and WebAssembly under a licence of its own. npm
# installs sharp's for the one platform that is named; onnxruntime-node brings every platform's, 288 MB.
RUN --mount=type=cache,target=/root/.npm \
    cpu=$(node -p '({ amd64: "x64" })[process.env.TARGETARCH] || process.env.TARGETARCH || process.arch') \
 && npm ci --prefer-offline --omit=dev --os=linux --libc=glibc --cpu="$cpu" \
 && mkdir /libraries \
 && cp -r --parents \
      node_modules/@img/sharp-linux-"$cpu" \
      node_modules/@img/sharp-libvips-linux-"$cpu" \
      node_modules/@julusian/jpeg-turbo/package.json \
      node_modules/@julusian/jpeg-turbo/prebuilds/jpeg-turbo-linux-"$cpu" \
      node_modules/libheif-js/package.json \
      node_modules/libheif-js/LICENSE \
      node_modules/libheif-js/libheif-wasm/libheif.js \
      node_modules/libheif-js/libheif-wasm/libheif.wasm \
      node_modules/onnxruntime-node/package.json \
      node_modules/onnxruntime-node/bin/napi-v*/linux/"$cpu" \
      /libraries \
 && chmod -R u=rwX,go=rX /libraries

# Said although it is the default: some versions of buildah take the platform of the stage before.
FROM --platform=$TARGETPLATFORM ${RUNTIME_IMAGE}
WORKDIR /app
# From what changes least to what changes most: a release that only changes code ships only the last of them.
COPY --from=libraries /libraries ./
COPY --from=build /source/function/model function/model
COPY --from=build /source/dist dist
# glibc keeps freed blocks of less than 32 MB for itself, once it has seen such sizes. Fixed thresholds give them back:
# 20 to 40 MB less after large photos, for 6 % more CPU on photos of 12 megapixels and 3 % on small ones. Bodies arrive in
# chunks of 64 KiB: taken from the heap, they would leave it full of holes (25 to 50 MB after large bodies).
ENV NODE_ENV=production \
    MALLOC_MMAP_THRESHOLD_=65536 \
    MALLOC_TRIM_THRESHOLD_=131072
EXPOSE 8080
# By number, for only then can Kubernetes see that it is not root.
USER 65532:65532
# For plain Docker and Podman; Kubernetes has probes of its own and ignores it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["/nodejs/bin/node", "-e", "require('http').get({ port: process.env.PORT || 8080, path: '/ready' }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# node itself is process 1, so that SIGTERM reaches the function.
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["dist/function/main.cjs"]

# What differs from build to build comes in by --label: of one that has a build argument in it, some versions of
# buildah take the former value out of their cache.
LABEL org.opencontainers.image.title="cats-vs-dogs" \
      org.opencontainers.image.description="Tells cats from dogs in a photo"
