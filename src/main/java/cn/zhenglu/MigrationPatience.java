package cn.zhenglu;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/** An index on a grown table takes longer than anything else that the ledger is asked: {@link SilentDatabase} must not give it up. */
@Component
class MigrationPatience implements Callback {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            // the pool sets it back when it has the connection again
            Connection connection = context.getConnection();
            int millis = connection.getNetworkTimeout();
            if (millis > 0) {
                connection.setNetworkTimeout(Runnable::run, Math.max(millis, (int) PATIENCE.toMillis()));
            }
        } catch (SQLException e) {
            throw new FlywayException(e);
        }
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "migrationPatience";
    }
}
