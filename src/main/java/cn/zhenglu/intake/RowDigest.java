package cn.zhenglu.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * Identifies a row that has no key by what it says: SHA-256 over its non-empty columns, sorted by canonical name, as JSON. The
 * same row in another file, another encoding or another order of columns is the same row.
 */
final class RowDigest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Characters that the ledger keeps of a key. */
    static final int LONGEST_KEY = 200;

    private RowDigest() {
    }

    /** The key itself, or its digest when the ledger cannot keep it. */
    static String fitting(String key) {
        return key.length() <= LONGEST_KEY ? key : sha256(key);
    }

    /** 64 hex digits. */
    static String of(Row row) {
        SortedMap<String, String> content = new TreeMap<>();
        row.byName().forEach((name, value) -> {
            if (value != null && !value.isBlank()) {
                content.put(name, value.strip());
            }
        });
        return sha256(JSON.writeValueAsString(content));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
