package cn.zhenglu.doctor;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.objenesis.SpringObjenesis;

/**
 * Stands in for the server's beans where routes are built but never run: of each bean its class, without its constructor having
 * been called, so that neither database nor broker is needed to see whether a route can be built.
 */
record HollowBeans(ConfigurableListableBeanFactory rooms) implements BeanRepository {

    private static final SpringObjenesis INSTANCES = new SpringObjenesis();

    /** The bean's class as far as it is known without making it; {@code null} when there is none of this name. */
    Class<?> type(String name) {
        Class<?> type = rooms.containsBean(name) ? rooms.getType(name, false) : null;
        // Camel finds its components by itself
        return type == null || Component.class.isAssignableFrom(type) ? null : type;
    }

    @Override
    public Object lookupByName(String name) {
        Class<?> type = type(name);
        return type == null ? null : bean(name, type);
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> wanted) {
        Class<?> type = type(name);
        if (type == null || !wanted.isAssignableFrom(type)) {
            return null;
        }
        return wanted.cast(bean(name, type));
    }

    /** Those that are there anyway, as they are. */
    private Object bean(String name, Class<?> type) {
        if (rooms.containsSingleton(name)) {
            return rooms.getBean(name);
        }
        return type.isInterface()
                ? Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                        (bean, method, arguments) -> method.getName().equals("toString") ? type.getName() : null)
                : INSTANCES.newInstance(type);
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
