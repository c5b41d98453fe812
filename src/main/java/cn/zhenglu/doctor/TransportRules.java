package cn.zhenglu.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What this server says to others without encryption, so that whoever stands between can read it or answer in their place. Within
 * the house that is warned of; outside it is forbidden, unless the protocol is not ours to choose.
 */
final class TransportRules {

    private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.\\d+){3}|0\\.0\\.0\\.0|\\[::1?]");

    /** RFC 1918 and RFC 4193, and names without a dot. */
    private static final Pattern PRIVATE = Pattern.compile(
            "10(\\.\\d+){3}|192\\.168(\\.\\d+){2}|172\\.(1[6-9]|2\\d|3[01])(\\.\\d+){2}|\\[f[cd][0-9a-f:]+]|[a-z0-9-]+", Pattern.CASE_INSENSITIVE);

    /** Each address of a database: {@code jdbc:postgresql://one:5432,two:5432/name?…}. */
    private static final Pattern DATABASE = Pattern.compile("jdbc:(postgresql|mysql|mariadb)://([^/?]+)[^?]*(\\?.*)?");
    private static final Pattern DATABASE_TLS = Pattern.compile(
            "sslmode=(require|verify|trust|VERIFY|REQUIRED)|useSSL=true|[?&]ssl=true", Pattern.CASE_INSENSITIVE);
    private static final Pattern BROKER_HOST = Pattern.compile("tcp://([^:/,?)]+|\\[[^]]*])");

    private final Environment environment;
    private final Binder binder;

    TransportRules(Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    static boolean isLocal(String address) {
        return LOCAL.matcher(host(address)).matches();
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        addresses().forEach((setting, address) -> {
            if (address.strip().toLowerCase(Locale.ROOT).startsWith("http:")) {
                judge(setting, host(address), "请改用 https:// 地址；对方使用自建证书的，见 docs/操作手册.md「加密连接」").ifPresent(findings::add);
            }
        });
        relay().ifPresent(findings::add);
        for (String setting : List.of("spring.datasource.url", "zhenglu.source.database.url")) {
            database(setting).forEach(findings::add);
        }
        broker().forEach(findings::add);
        return findings;
    }

    /** Who can read or change what goes there can seal, pass a list off, or read what alerts say; tokens go there, too. */
    private Map<String, String> addresses() {
        record SealAddress(String kind, String url) {
        }
        Map<String, String> addresses = new LinkedHashMap<>();
        binder.bind("zhenglu.seals", Bindable.mapOf(String.class, SealAddress.class)).orElse(Map.of()).forEach((name, seal) -> {
            if ("http".equals(seal.kind()) && seal.url() != null) {
                addresses.put("zhenglu.seals." + name + ".url", seal.url());
            }
        });
        for (String setting : List.of("zhenglu.reconcile.url", "zhenglu.alerts.wecom.url", "zhenglu.alerts.dingtalk.url")) {
            addresses.put(setting, environment.getProperty(setting, ""));
        }
        return addresses;
    }

    /** The province says how its relay is spoken to: it is told, and no reason not to start. */
    private Optional<Finding> relay() {
        String address = environment.getProperty("zhenglu.relay.base-url", "");
        boolean open = address.strip().toLowerCase(Locale.ROOT).startsWith("http:") && !isLocal(address)
                && !PRIVATE.matcher(host(address)).matches();
        return open ? Optional.of(Finding.warning("中转服务地址 zhenglu.relay.base-url 未加密，且不在内网：客户端密钥和个人信息可能被窃取",
                "请与省级中转商定 https:// 地址；只能使用 http 的，请经专线或加密隧道连接")) : Optional.empty();
    }

    private List<Finding> database(String setting) {
        Matcher url = DATABASE.matcher(environment.getProperty(setting, ""));
        if (!url.matches() || DATABASE_TLS.matcher(String.valueOf(url.group(3))).find()) {
            return List.of();
        }
        String remedy = "请在地址中加上加密参数，如 PostgreSQL 的 ?sslmode=verify-full&sslrootcert=config/tls/ca.pem";
        Stream<String> hosts = Stream.of(url.group(2).split(",")).map(host -> host.replaceFirst(":\\d+$", ""));
        return worst(hosts).flatMap(host -> judge(setting, host, remedy)).stream().toList();
    }

    private List<Finding> broker() {
        String url = environment.getProperty("spring.artemis.broker-url", "");
        if (!"native".equalsIgnoreCase(environment.getProperty("spring.artemis.mode", "")) || url.contains("sslEnabled=true")) {
            return List.of();
        }
        return worst(BROKER_HOST.matcher(url).results().map(found -> found.group(1))).flatMap(host -> judge("spring.artemis.broker-url", host,
                "请在地址中加上 sslEnabled=true 和证书参数，见 docs/操作手册.md「加密连接」")).stream().toList();
    }

    /** Of several servers that stand for one, the one that is farthest away. */
    private static Optional<String> worst(Stream<String> hosts) {
        return hosts.filter(host -> !LOCAL.matcher(host).matches()).min(Comparator.comparing(host -> PRIVATE.matcher(host).matches()));
    }

    /** Without the address: a webhook's is a secret. */
    private static Optional<Finding> judge(String setting, String host, String remedy) {
        if (LOCAL.matcher(host).matches()) {
            return Optional.empty();
        }
        String text = "设置 " + setting + " 的地址（" + host + "）未加密";
        return Optional.of(PRIVATE.matcher(host).matches() ? Finding.warning(text, remedy)
                : Finding.error(text + "，且不在内网：口令、凭证可能被窃取", remedy));
    }

    private static String host(String address) {
        try {
            String host = URI.create(address.strip()).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return ""; // not an address at all: nobody will reach it, but that is not for this rule to say
        }
    }
}
