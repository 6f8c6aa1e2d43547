package io.pgredis.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read, in words. */
public final class FileProblem {
  private FileProblem() {}

  /** The reason, without the file's name. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "permission denied";
      case CharacterCodingException bytes -> "it is not UTF-8 text";
      default -> String.valueOf(e.getMessage());
    };
  }
}
