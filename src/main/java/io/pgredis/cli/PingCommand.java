package io.pgredis.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pgredis ping}: for health checks. */
@Command(
    name = "ping",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Ask a server whether it is well; exits with 0 when it answers PONG.",
    footer = {
      "",
      "The password comes from the environment (REQUIREPASS, REQUIREPASS_FILE) or a file."
    })
final class PingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--host", paramLabel = "HOST", description = "default: ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(names = "--port", paramLabel = "PORT", description = "default: ${DEFAULT-VALUE}")
  private int port = 6379;

  @Option(
      names = "--requirepass-file",
      paramLabel = "FILE",
      description = "a file with the password")
  private Path passwordFile;

  @Option(
      names = "--timeout-ms",
      paramLabel = "MS",
      description = "give up after this time, default: ${DEFAULT-VALUE}")
  private int timeoutMs = 3_000;

  @Override
  public Integer call() throws Failure {
    String password = Secrets.find(Optional.ofNullable(passwordFile), "REQUIREPASS");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), timeoutMs);
      socket.setSoTimeout(timeoutMs);
      if (!password.isEmpty()) {
        String answer = ask(socket, "AUTH", password);
        if (!answer.equals("+OK")) {
          throw new Failure(host + ":" + port + " answers " + answer);
        }
      }
      String answer = ask(socket, "PING");
      if (!answer.equals("+PONG")) {
        throw new Failure(host + ":" + port + " answers " + answer);
      }
      spec.commandLine().getOut().println("PONG");
      return 0;
    } catch (IOException e) {
      throw new Failure(host + ":" + port + " does not answer: " + e.getMessage(), e);
    }
  }

  private static String ask(Socket socket, String... words) throws IOException {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    OutputStream out = socket.getOutputStream();
    out.write(request.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    String line =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return line == null ? "nothing" : line;
  }
}
