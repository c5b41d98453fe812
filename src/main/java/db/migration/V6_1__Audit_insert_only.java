package db.migration;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * The database itself refuses to change or remove what the audit says. In Java, because PostgreSQL and H2 have no common SQL for
 * it. PostgreSQL refuses update, delete and truncate to everybody, the table's owner included, until somebody drops the trigger.
 * H2, which serves the demo only, refuses update and delete; it has no trigger for truncate.
 */
public class V6_1__Audit_insert_only extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws SQLException {
        boolean postgresql = "PostgreSQL".equals(context.getConnection().getMetaData().getDatabaseProductName());
        try (Statement statement = context.getConnection().createStatement()) {
            if (postgresql) {
                statement.execute("""
                        create function audit_insert_only() returns trigger language plpgsql as $$
                        begin
                            raise exception '审计记录只能增加，不能修改或删除 (audit is insert-only)' using errcode = 'insufficient_privilege';
                        end $$
                        """);
                statement.execute("create trigger audit_insert_only before update or delete or truncate on audit"
                        + " for each statement execute function audit_insert_only()");
            } else {
                statement.execute("create trigger audit_insert_only before update, delete on audit"
                        + " for each row call 'cn.zhenglu.ledger.InsertOnly'");
            }
        }
    }
}
