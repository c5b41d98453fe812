package cn.zhenglu.demo;

import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Credentials;
import cn.zhenglu.simulator.OwnerOnlyFile;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The demo's passwords and keys: drawn at random at first start, kept in a file that only its owner may read. */
final class DemoSecrets {

    private static final String FILE = "secrets.properties";
    private static final String CLIENT = "demo";
    private static final Map<String, String> USERS = new LinkedHashMap<>();
    /** A password of 12 random characters is not guessed any sooner: the usual strength took a quarter of a second of each start. */
    private static final BCryptPasswordEncoder QUICK = new BCryptPasswordEncoder(4);

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
                Properties fresh = fresh();
                OwnerOnlyFile.write(file, out -> fresh.store(out, null));
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("演示密钥文件无法读写：" + file, e);
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

    private static Properties fresh() {
        Properties secrets = new Properties();
        USERS.keySet().forEach(user -> secrets.setProperty("console." + user, Credentials.random(12)));
        Credentials relay = Credentials.fresh(CLIENT);
        secrets.setProperty("relay.client-secret", relay.clientSecret());
        secrets.setProperty("relay.sm4-key", relay.sm4Key());
        secrets.setProperty("relay.private-key", relay.privateKey());
        return secrets;
    }

    /** Console users with their bcrypt hashes; the passwords themselves under {@code zhenglu.demo.passwords}, to be printed. */
    Map<String, String> consoleUsers() {
        Map<String, String> settings = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, String> user : USERS.entrySet()) {
            String password = secrets.getProperty("console." + user.getKey());
            String prefix = "zhenglu.console.users[" + i++ + "].";
            settings.put(prefix + "name", user.getKey());
            settings.put(prefix + "password", "{bcrypt}" + QUICK.encode(password));
            settings.put(prefix + "role", user.getValue());
            settings.put("zhenglu.demo.passwords." + user.getKey(), password);
        }
        return settings;
    }

    /** A simulator that knows these secrets. */
    Simulator simulator(Path journal, int port, ReplyStyle replies, boolean strict, Behaviour behaviour) {
        Credentials relay = relay();
        return new Simulator(new SimulatorSettings(port, relay.clientId(), relay.clientSecret(), "350000", relay.sm4Key(),
                publicKey(relay), journal, replies, Duration.ofHours(2), strict, behaviour));
    }

    private static PublicKey publicKey(Credentials relay) {
        try {
            return relay.publicKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("演示密钥文件 " + FILE + " 中的 relay.private-key 已损坏，请删除演示数据目录后重新启动", e);
        }
    }

    /** Settings of a client of that simulator. */
    Map<String, String> relaySettings(int port) {
        return relay().relaySettings(port);
    }

    private Credentials relay() {
        return new Credentials(CLIENT, secrets.getProperty("relay.client-secret"), secrets.getProperty("relay.sm4-key"),
                secrets.getProperty("relay.private-key"));
    }
}
