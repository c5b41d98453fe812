package db.migration;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Finds a licence by what its QR symbol holds. In Java, because on PostgreSQL it must be a hash index: a code may be longer than a
 * B-tree takes, and then recording it would fail. H2 has no such limit.
 */
public class V6_2__Code_lookup extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws SQLException {
        boolean postgresql = "PostgreSQL".equals(context.getConnection().getMetaData().getDatabaseProductName());
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("create index submission_code on submission " + (postgresql ? "using hash (code)" : "(code)"));
        }
    }
}
