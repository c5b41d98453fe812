package cn.zhenglu.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;

/** Lets H2 refuse what PostgreSQL's trigger refuses; the migration puts it on the audit, H2 makes it. */
public final class InsertOnly implements Trigger {

    /** SQLSTATE insufficient_privilege, as PostgreSQL's trigger says. */
    private static final String REFUSED = "42501";

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        throw new SQLException("审计记录只能增加，不能修改或删除 (audit is insert-only)", REFUSED);
    }
}
