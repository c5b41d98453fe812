package cn.zhenglu.reconcile;

import cn.zhenglu.licence.NeedsPerson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks an address for a list and puts the reply into a file. Follows no redirect: the address is the one that was configured. */
final class ListQuery {

    private static final long MOST_BYTES = 512L << 20;

    private final ReconcileSettings settings;

    ListQuery(ReconcileSettings settings) {
        this.settings = settings;
    }

    /** An address without what may be secret in it. */
    static String shown(String url) {
        return url.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
    }

    /**
     * @throws NeedsPerson {@code query.status} or {@code query.size}
     * @throws IOException when the address does not answer
     */
    void fetch(Path file) throws IOException {
        URI address = URI.create(settings.url());
        if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new NeedsPerson("query.address", null, "zhenglu.reconcile.url 不是 http 或 https 地址", "请核对该项设置");
        }
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
        connection.setReadTimeout(Math.toIntExact(settings.responseTimeout().toMillis()));
        connection.setRequestProperty("Accept", "application/json, text/csv");
        if (!settings.authorization().isBlank()) {
            connection.setRequestProperty("Authorization", settings.authorization());
        }
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new NeedsPerson("query.status", null, "查询地址答复 HTTP " + status,
                        "请核对 zhenglu.reconcile.url 与 authorization，或与省级平台联系");
            }
            try (InputStream in = connection.getInputStream(); OutputStream out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[65_536];
                long bytes = 0;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    bytes += read;
                    if (bytes > MOST_BYTES) {
                        throw new NeedsPerson("query.size", null, "查询答复超过 " + (MOST_BYTES >> 20) + " MB", "请核对查询地址");
                    }
                    out.write(buffer, 0, read);
                }
            }
        } finally {
            connection.disconnect();
        }
    }
}
