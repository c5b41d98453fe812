package cn.zhenglu.ledger;

import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows of the ledger into records and back. */
final class Rows {

    /** The columns that {@link #submission} reads. */
    static final String SUBMISSION = "id, record, problems, origin, stage, standing, code, coded_at, identifier,"
            + " replaced_identifier, preview_token, document_digest, fence, changed_at, turn";

    /**
     * Whether submission {@code earlier} comes before submission {@code s}, is not finished, and is about the same licence: the
     * certificate number itself, or one that takes the place of the other.
     */
    static final String EARLIER = """
            (earlier.cert_num in (s.cert_num, s.replaces) or earlier.replaces = s.cert_num)
            and coalesce(earlier.place, earlier.seq) < coalesce(s.place, s.seq)
            and earlier.standing in ('ACTIVE', 'WAITING', 'DEAD')
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Rows() {
    }

    static Submission submission(ResultSet row, Map<RelayCall, Integer> attempts, Family family) throws SQLException {
        return new Submission(
                row.getString("id"),
                RecordText.read(row.getString("record"), family),
                problems(row.getString("problems")),
                row.getString("origin"),
                Stage.valueOf(row.getString("stage")),
                Standing.valueOf(row.getString("standing")),
                row.getString("code"),
                instant(row.getTimestamp("coded_at")),
                identifier(row.getString("identifier")),
                identifier(row.getString("replaced_identifier")),
                row.getString("preview_token"),
                row.getString("document_digest"),
                attempts,
                row.getLong("fence"),
                instant(row.getTimestamp("changed_at")),
                row.getLong("turn") != 0);
    }

    static List<Problem> problems(String json) {
        return Arrays.asList(JSON.readValue(json, Problem[].class));
    }

    static Map<String, String> sourceRow(String json) {
        return JSON.readValue(json, new TypeReference<>() { });
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    static LicenceIdentifier identifier(String value) {
        return value == null ? null : new LicenceIdentifier(value);
    }

    static Instant instant(Timestamp value) {
        return value == null ? null : value.toInstant();
    }

    static Timestamp timestamp(Instant value) {
        return value == null ? null : Timestamp.from(value);
    }
}
