package cn.zhenglu;

import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.demo.RehearsalEnvironment;
import cn.zhenglu.licence.NeedsPerson;
import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A ledger serves one purpose for good. Real work on the ledger of a rehearsal would take licences for issued that the national
 * platform has never seen.
 */
@Component
class LedgerPurpose {

    /** @throws NeedsPerson when the ledger was begun for another purpose */
    LedgerPurpose(JdbcClient jdbc, Environment environment) {
        Purpose purpose = Purpose.of(environment);
        jdbc.sql("insert into ledger_purpose (purpose) select :purpose where not exists (select 1 from ledger_purpose)")
                .param("purpose", purpose.name()).update();
        List<Purpose> found = jdbc.sql("select purpose from ledger_purpose").query(String.class).list().stream().map(Purpose::valueOf).toList();
        if (!found.equals(List.of(purpose))) {
            throw new NeedsPerson("start.ledger-purpose", "spring.datasource.url",
                    "台账数据库已用于" + found.get(0).label + "，不能再用于" + purpose.label,
                    "请为" + purpose.label + "另建空的台账数据库和数据目录，修改 spring.datasource.url 和 zhenglu.data-dir");
        }
    }

    private enum Purpose {
        PRODUCTION("正式运行"),
        REHEARSAL("演练"),
        DEMO("演示");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        static Purpose of(Environment environment) {
            if (environment.acceptsProfiles(Profiles.of(DemoEnvironment.PROFILE))) {
                return DEMO;
            }
            return environment.acceptsProfiles(Profiles.of(RehearsalEnvironment.PROFILE)) ? REHEARSAL : PRODUCTION;
        }
    }
}
