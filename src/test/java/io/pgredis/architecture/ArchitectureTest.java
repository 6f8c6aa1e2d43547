package io.pgredis.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports between packages go one way, and each package sees only what it is there for. */
class ArchitectureTest {
  private static final String ROOT = "io.pgredis.";

  /** From left to right: a package may use what stands right of it. */
  private static final List<String> LAYERS =
      List.of(
          "cli", "net", "dispatch", "engine", "command.*", "command", "keyspace", "sql", "resp");

  /** Used from everywhere, using nothing of ours but {@link #BASES}. */
  private static final List<String> LEAVES = List.of("config", "metrics", "embedded");

  /** Used from everywhere, using nothing of ours. */
  private static final List<String> BASES = List.of("text", "unix");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.pgredis");

  static Stream<String> layers() {
    return LAYERS.stream();
  }

  static Stream<String> leaves() {
    return Stream.concat(LEAVES.stream(), BASES.stream());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void importsPointRight(String layer) {
    String[] left =
        LAYERS.subList(0, LAYERS.indexOf(layer)).stream()
            .map(other -> ROOT + other)
            .toArray(String[]::new);
    if (left.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + layer)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(left)
          .check(CLASSES);
    }
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void leavesUseNothingOfOurs(String leaf) {
    String[] others =
        Stream.concat(LAYERS.stream(), LEAVES.stream())
            .filter(other -> !other.equals(leaf))
            .map(other -> ROOT + other)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + leaf + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> packages = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      packages.add(type.getPackageName().substring(ROOT.length()).replaceFirst("[.].*", ".*"));
    }
    assertThat(packages)
        .isSubsetOf(Stream.concat(LAYERS.stream(), leaves()).toList())
        .containsAll(LAYERS)
        .containsAll(leaves().toList());
  }

  @Test
  void groupsOfCommandsDoNotKnowEachOther() {
    slices().matching(ROOT + "command.(*)..").should().notDependOnEachOther().check(CLASSES);
  }

  @Test
  void onlySqlTalksToPostgres() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "sql", ROOT + "embedded")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..")
        .check(CLASSES);
  }

  @Test
  void onlyNetSeesChannels() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "net")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "net", ROOT + "resp")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    for (JavaClass type : CLASSES) {
      Path folder = Path.of("src/main/java", type.getPackageName().replace('.', '/'));
      assertThat(Files.exists(folder.resolve("package-info.java")))
          .as("%s has a package-info.java", type.getPackageName())
          .isTrue();
    }
  }
}
