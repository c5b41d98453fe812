package cn.zhenglu.relay;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The protocol's OpenAPI description, as a judge of what goes over the wire. */
final class Contract {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(Dialects.getOpenApi31(),
            registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final JsonNode components;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    Contract() throws IOException {
        Map<String, Object> description = new Yaml().load(Files.readString(Path.of("src/main/resources/openapi/relay.yaml")));
        components = JSON.<JsonNode>valueToTree(description).path("components");
    }

    /** What is wrong with a JSON text, by the schema of that name. */
    List<String> violations(String schema, String json) {
        return violations(schema, JSON.readTree(json));
    }

    List<String> violations(String schema, JsonNode json) {
        return schemas.computeIfAbsent(schema, this::load).validate(json).stream().map(Error::toString).toList();
    }

    private Schema load(String name) {
        if (components.path("schemas").path(name).isMissingNode()) {
            throw new IllegalArgumentException("The contract knows no " + name);
        }
        ObjectNode root = JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
        root.set("components", components);
        return REGISTRY.getSchema(root);
    }
}
