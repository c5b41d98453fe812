package cn.zhenglu.console;

import cn.zhenglu.console.ConsoleSettings.User;
import cn.zhenglu.licence.NeedsPerson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.stereotype.Component;

/** The configured users. There is no default one, and a password that is not a bcrypt hash stops the start. */
@Component
class ConsoleUsers {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleUsers.class);

    private static final Pattern BCRYPT = Pattern.compile("\\{bcrypt}\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    private final List<User> users;

    /** @throws NeedsPerson naming the first user that is not acceptable */
    ConsoleUsers(ConsoleSettings settings) {
        users = List.copyOf(settings.users());
        Set<String> names = new HashSet<>();
        users.forEach(user -> accept(user, names));
        if (users.isEmpty() && !settings.oidc().on()) {
            LOG.warn("控制台未启用：尚未配置用户，任何人都不能登录。请在 zhenglu.console.users 中配置");
        }
    }

    private static void accept(User user, Set<String> names) {
        if (user.name() == null || user.name().isBlank() || !names.add(user.name())) {
            throw new NeedsPerson("console.user-name", "zhenglu.console.users",
                    "控制台用户名为空或重复：「" + user.name() + "」", "请在 zhenglu.console.users 中为每个用户设置不同的 name");
        }
        if (user.role() == null) {
            throw new NeedsPerson("console.user-role", "zhenglu.console.users",
                    "控制台用户「" + user.name() + "」没有角色", "请将 role 设为 VIEWER、OPERATOR 或 ADMIN");
        }
        if (user.password() == null || !BCRYPT.matcher(user.password()).matches()) {
            throw new NeedsPerson("console.user-password", "zhenglu.console.users",
                    "控制台用户「" + user.name() + "」的密码不是 bcrypt 散列，不能启动",
                    "请将 password 设为形如 {bcrypt}$2a$10$… 的散列，不要写明文，也不要使用 {noop}；"
                            + "散列可用命令 htpasswd -nBC 12 用户名 生成");
        }
    }

    /** Whether anybody can sign in. */
    boolean none() {
        return users.isEmpty();
    }

    /** Whether there is a user of this name. */
    boolean has(String name) {
        return users.stream().anyMatch(user -> user.name().equals(name));
    }

    /** The users as Spring Security knows them, with the authority {@code ROLE_…} of their role. */
    UserDetailsService details() {
        return new InMemoryUserDetailsManager(users.stream().map(ConsoleUsers::details).toList());
    }

    private static UserDetails details(User user) {
        return org.springframework.security.core.userdetails.User.withUsername(user.name()).password(user.password())
                .roles(user.role().name()).build();
    }
}
