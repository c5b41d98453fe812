package cn.zhenglu.doctor;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Applies the {@link StartRules} before anything is opened, started or migrated. Warnings go to the log. */
public final class StartCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

    /** @throws NeedsPerson with everything that forbids the start */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        List<Problem> problems = new ArrayList<>();
        new StartRules(context.getEnvironment()).all().forEach((subject, rule) -> {
            for (Finding finding : Examination.look(rule)) {
                if (finding.isError()) {
                    problems.add(new Problem("start.settings", null, subject + "：" + finding.text(), finding.remedy()));
                } else {
                    LOG.warn("{}：{}。{}", subject, finding.text(), finding.remedy());
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new NeedsPerson(problems);
        }
    }
}
