package cn.zhenglu.intake;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the shipped poll of the approval database costs with ten old rows, and with ten million: the time of the query at a position
 * behind the old rows, where 500 new ones wait, and the pages that PostgreSQL touches for it. Run by {@code mvn -Pbench verify -Dbench=cn.zhenglu.intake.PollBench};
 * {@code -Drows=…} sets the larger number.
 */
final class PollBench {

    private static final int ROWS = Integer.getInteger("rows", 10_000_000);
    private static final int WARM_UP = 50;
    private static final int POLLS = 200;
    private static final String POSITION = "2024-01-01 00:00:00";

    private PollBench() {
    }

    public static void main(String[] arguments) throws Exception {
        Matcher query = Pattern.compile("select \\* from approval\\s.*?limit", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("routes/intake-database.camel.yaml")));
        if (!query.find()) {
            throw new IllegalStateException("the route has no poll");
        }
        String poll = query.group().replace(":?time", "?").replace(":?id", "?").replaceAll("\\s+", " ") + " 500";
        System.out.println(poll);
        System.out.printf("%12s %16s %16s %14s%n", "old rows", "median ms", "slowest 5% ms", "pages touched");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start(); Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (int rows : new int[] {10, ROWS}) {
                statement.execute("drop table if exists approval");
                statement.execute("create table approval (id bigint primary key, updated_at timestamp not null, operation varchar(2), department"
                        + " varchar(60), cert_num varchar(100), company_name varchar(400), credit_code varchar(60))");
                statement.execute("insert into approval select n, timestamp '2000-01-01' + n * interval '1 second', '01', 'fuzhou', 'number ' || n,"
                        + " 'company ' || n, 'code ' || n from generate_series(1, " + rows + ") n");
                statement.execute("insert into approval select n, timestamp '" + POSITION + "' + (n - " + rows + ") * interval '1 second', '01',"
                        + " 'fuzhou', 'number ' || n, 'company ' || n, 'code ' || n from generate_series(" + (rows + 1) + ", " + (rows + 500) + ") n");
                statement.execute("create index approval_read on approval (updated_at, id)");
                statement.execute("vacuum analyze approval");
                System.out.printf("%12d %s %14d%n", rows, times(connection, poll), pages(statement, poll));
            }
        }
    }

    private static String times(Connection connection, String poll) throws Exception {
        double[] milliseconds = new double[POLLS];
        try (PreparedStatement prepared = connection.prepareStatement(poll)) {
            for (int i = -WARM_UP; i < POLLS; i++) {
                long begun = System.nanoTime();
                prepared.setTimestamp(1, Timestamp.valueOf(POSITION));
                prepared.setTimestamp(2, Timestamp.valueOf(POSITION));
                prepared.setLong(3, 0);
                int found = 0;
                try (ResultSet rows = prepared.executeQuery()) {
                    while (rows.next()) {
                        found++;
                    }
                }
                if (found != 500) {
                    throw new IllegalStateException("found " + found);
                }
                if (i >= 0) {
                    milliseconds[i] = (System.nanoTime() - begun) / 1e6;
                }
            }
        }
        Arrays.sort(milliseconds);
        return "%16.2f %16.2f".formatted(milliseconds[POLLS / 2], milliseconds[POLLS * 95 / 100]);
    }

    private static int pages(Statement statement, String poll) throws Exception {
        String literal = poll.replaceFirst("\\?", "timestamp '" + POSITION + "'").replaceFirst("\\?", "timestamp '" + POSITION + "'")
                .replaceFirst("\\?", "0");
        int pages = 0;
        try (ResultSet plan = statement.executeQuery("explain (analyze, buffers, timing off) " + literal)) {
            while (plan.next()) {
                Matcher buffers = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?").matcher(plan.getString(1));
                if (pages == 0 && buffers.find()) {
                    pages = number(buffers.group(1)) + number(buffers.group(2));
                }
            }
        }
        return pages;
    }

    private static int number(String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }
}
