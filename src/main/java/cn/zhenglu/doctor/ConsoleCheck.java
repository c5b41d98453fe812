package cn.zhenglu.doctor;

import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** The users of the console, by the rules of the console itself. */
final class ConsoleCheck implements Check {

    private final BeanFactory rooms;
    private final Settings settings;

    ConsoleCheck(BeanFactory rooms, Settings settings) {
        this.rooms = rooms;
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        rooms.getBean("consoleUsers");
        rooms.getBean("oidcProvider");
        if (!settings.environment().getProperty("zhenglu.console.oidc.issuer", "").isBlank()) {
            return List.of(Finding.ok("使用统一身份认证登录"));
        }
        int users = Binder.get(settings.environment()).bind("zhenglu.console.users", Bindable.listOf(Map.class))
                .map(List::size).orElse(0);
        return List.of(users > 0 ? Finding.ok(users + " 名用户")
                : Finding.warning("没有用户，任何人都不能登录控制台，死信无人处理", "请在 zhenglu.console.users 中配置用户"));
    }
}
