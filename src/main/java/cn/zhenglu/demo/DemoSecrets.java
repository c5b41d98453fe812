package cn.zhenglu.demo;

import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** The demo's passwords and keys: drawn at random at first start, kept in a file that only its owner may read. */
final class DemoSecrets {

    private static final String FILE = "secrets.properties";
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final Map<String, String> USERS = new LinkedHashMap<>();

    static {
        USERS.put("admin", "ADMIN");
        USERS.put("operator", "OPERATOR");
        USERS.put("viewer", "VIEWER");
    }

    private final Properties secrets;

    private DemoSecrets(Properties secrets) {
        this.secrets = secrets;
    }

    /** Reads the secrets in the folder, or makes them, whole or not at all. */
    static DemoSecrets prepare(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(folder);
                write(file, fresh());
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("演示密钥文件无法读写：" + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The secrets in the folder, if an earlier start has made any. */
    static Optional<DemoSecrets> find(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("演示密钥文件无法读取：" + file, e);
        }
    }

    private static DemoSecrets read(Path file) throws IOException {
        Properties secrets = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            secrets.load(in);
        }
        return new DemoSecrets(secrets);
    }

    private static Properties fresh() throws GeneralSecurityException {
        Properties secrets = new Properties();
        USERS.keySet().forEach(user -> secrets.setProperty("console." + user, random(12)));
        secrets.setProperty("relay.client-secret", random(32));
        secrets.setProperty("relay.sm4-key", random(16));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        secrets.setProperty("relay.private-key", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
        secrets.setProperty("relay.public-key", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        return secrets;
    }

    private static void write(Path file, Properties secrets) throws IOException {
        Path writing = file.resolveSibling(FILE + ".tmp");
        Files.deleteIfExists(writing);
        Files.createFile(writing);
        if (writing.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(writing, PosixFilePermissions.fromString("rw-------"));
        }
        try (Writer out = Files.newBufferedWriter(writing)) {
            secrets.store(out, null);
        }
        try (FileChannel channel = FileChannel.open(writing, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** Console users with their bcrypt hashes; the passwords themselves under {@code zhenglu.demo.passwords}, to be printed. */
    Map<String, String> consoleUsers() {
        Map<String, String> settings = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, String> user : USERS.entrySet()) {
            String password = secrets.getProperty("console." + user.getKey());
            String prefix = "zhenglu.console.users[" + i++ + "].";
            settings.put(prefix + "name", user.getKey());
            settings.put(prefix + "password", PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password));
            settings.put(prefix + "role", user.getValue());
            settings.put("zhenglu.demo.passwords." + user.getKey(), password);
        }
        return settings;
    }

    /** A simulator that knows these secrets. */
    Simulator simulator(Path journal, int port) {
        return new Simulator(new SimulatorSettings(port, "demo", secrets.getProperty("relay.client-secret"), "350000",
                secrets.getProperty("relay.sm4-key"), publicKey(), journal, SimulatorSettings.ReplyStyle.CUSTOM,
                Duration.ofHours(2), false, Behaviour.GOOD));
    }

    private PublicKey publicKey() {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(
                    new X509EncodedKeySpec(Base64.getDecoder().decode(secrets.getProperty("relay.public-key"))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("演示密钥文件 " + FILE + " 中的 relay.public-key 已损坏，请删除演示数据目录后重新启动", e);
        }
    }

    /** Settings of a client of that simulator; the enveloped form, so that the demo shows it. */
    Map<String, Object> relaySettings(int port) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("zhenglu.relay.base-url", "http://127.0.0.1:" + port);
        settings.put("zhenglu.relay.client-id", "demo");
        settings.put("zhenglu.relay.client-secret", secrets.getProperty("relay.client-secret"));
        settings.put("zhenglu.relay.envelope", "sm4");
        settings.put("zhenglu.relay.sm4-key", secrets.getProperty("relay.sm4-key"));
        settings.put("zhenglu.relay.private-key", secrets.getProperty("relay.private-key"));
        return settings;
    }
}
