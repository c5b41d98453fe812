package cn.zhenglu.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.Resource;

/**
 * Where secrets may lie: in the environment, or in files that not everybody on the machine can read. Never on the command line, which
 * everybody sees in the list of processes, and never such as anybody guesses first.
 */
final class SecretRules {

    private static final Pattern SECRET = Pattern.compile(".*(password|secret|sm4-?key|private-?key|token|authorization|dingtalk\\.url|wecom\\.url)");
    private static final Pattern FILE = Pattern.compile("zhenglu\\.relay\\.private-?key-?file|zhenglu\\.seals\\.[^.]+\\.(keystore|configuration)");
    /** Whatever the environment's file is read into holds secrets. */
    private static final Path ENVIRONMENT = Path.of("config", "zhenglu.env");
    private static final Set<String> GUESSED_FIRST = Set.of("123456", "password", "admin", "root", "postgres", "artemis", "zhenglu", "changeme");

    private final ConfigurableEnvironment environment;

    SecretRules(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Set<Path> files = new TreeSet<>(List.of(ENVIRONMENT));
        environment.getPropertySources().stream().filter(source -> source instanceof EnumerablePropertySource<?>)
                .map(source -> (EnumerablePropertySource<?>) source).forEach(source -> {
                    for (String name : source.getPropertyNames()) {
                        look(source, name, findings, files);
                    }
                });
        files.stream().filter(SecretRules::isOpenToAll).forEach(file -> findings.add(Finding.error(
                "文件 " + file + " 含有密钥或口令，本机任何用户都可以读取", "请执行 chmod o-rwx " + file + "，并确认其属主是运行证路的用户")));
        guessable().forEach(findings::add);
        return findings;
    }

    private void look(EnumerablePropertySource<?> source, String name, List<Finding> findings, Set<Path> files) {
        String value = String.valueOf(source.getProperty(name));
        if (FILE.matcher(name).matches() && !value.isBlank()) {
            files.add(Path.of(environment.resolvePlaceholders(value)));
        } else if (SECRET.matcher(name).matches() && isSecret(value)) {
            if (source instanceof CommandLinePropertySource<?>) {
                findings.add(Finding.error("设置 " + name + " 写在命令行上，本机任何用户都可以看到", "请改用环境变量，或写入 config/zhenglu.env"));
            }
            Path file = file(source, name);
            if (file != null) {
                files.add(file);
            }
        }
    }

    /** A reference is none, nor is the hash of a password. */
    private static boolean isSecret(String value) {
        return !value.isBlank() && !value.startsWith("${") && !value.startsWith("{bcrypt}");
    }

    /** Where a setting was written; {@code null} when in no file. */
    private static Path file(EnumerablePropertySource<?> source, String name) {
        if (source instanceof OriginLookup<?>) {
            @SuppressWarnings("unchecked")
            OriginLookup<String> origins = (OriginLookup<String>) source;
            if (origins.getOrigin(name) instanceof TextResourceOrigin origin) {
                Resource resource = origin.getResource();
                try {
                    return resource != null && resource.isFile() ? resource.getFile().toPath() : null;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return null;
    }

    private static boolean isOpenToAll(Path file) {
        try {
            return Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false; // it is not there, or not ours to read: whoever needs it says so
        }
    }

    private List<Finding> guessable() {
        List<Finding> findings = new ArrayList<>();
        List.of("spring.datasource", "spring.artemis", "zhenglu.source.database").forEach(account -> {
            String user = environment.getProperty(account + (account.endsWith("artemis") ? ".user" : ".username"), "");
            String password = environment.getProperty(account + ".password", "");
            if (!password.isEmpty() && (password.equals(user) || GUESSED_FIRST.contains(password))) {
                findings.add(Finding.error("设置 " + account + ".password 是任何人都会先猜的口令", "请更换该账号的口令"));
            }
        });
        return findings;
    }
}
