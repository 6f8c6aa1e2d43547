# pgredis in a container.
#
#   docker build -t pgredis .
#   docker run -e REQUIREPASS=secret -e DATABASE_URL=postgres://... -p 6379:6379 pgredis
#
# Without DATABASE_URL it keeps its data in an embedded PostgreSQL in the volume /var/lib/pgredis.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
# The dependencies in a layer of their own: they change less often than the sources.
RUN mvn -B -ntp -q dependency:resolve dependency:resolve-plugins
COPY db db
COPY src/main src/main
RUN mvn -B -ntp -q -Dmaven.test.skip=true package && mv target/pgredis-*.jar target/pgredis.jar

FROM eclipse-temurin:25-jre
# PostgreSQL's programs look their user up by its number: it needs an entry.
RUN groupadd --system --gid 10001 pgredis \
  && useradd --system --uid 10001 --gid pgredis --create-home --home-dir /var/lib/pgredis \
    --shell /usr/sbin/nologin pgredis
COPY auto/lib/java-options /opt/pgredis/java-options
COPY --from=build /build/target/pgredis.jar /opt/pgredis/pgredis.jar
ENV MALLOC_ARENA_MAX=2
USER 10001:10001
WORKDIR /var/lib/pgredis
VOLUME /var/lib/pgredis
EXPOSE 6379
STOPSIGNAL SIGTERM
# ping finds the password where the server does: REQUIREPASS or REQUIREPASS_FILE.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["java", "-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "/opt/pgredis/pgredis.jar", "ping"]
ENTRYPOINT ["java", "@/opt/pgredis/java-options", "-jar", "/opt/pgredis/pgredis.jar"]
# Reachable from outside the container; without a password, protected mode refuses such clients.
CMD ["server", "--bind", "*", "--data-dir", "/var/lib/pgredis/data"]
