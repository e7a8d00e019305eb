using System.Globalization;
using System.Text.Json;
using Paretune.Models.Onnx;

namespace Paretune.Models.Cards;

/// <summary>How to use a model in the languages of its devices.</summary>
internal static class Loading
{
    public static string Of(ModelFacts model) => Template
        .Replace("SIZE", model.InputSize.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("CLASSES", model.Classes.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("MEAN", Numbers(model.Mean), StringComparison.Ordinal)
        .Replace("STD", Numbers(model.Deviation), StringComparison.Ordinal);

    private static string Numbers(IEnumerable<float> figures) =>
        JsonSerializer.Serialize(figures)[1..^1].Replace(",", "f, ", StringComparison.Ordinal) + "f";

    private const string Template = """

        ## How to load it
        Each takes an image already resized to SIZE×SIZE, as red, green and blue bytes. The file's metadata holds classes, mean and std too.

        On this machine: `paretune classify model.onnx image.png`

        **C#** (package Microsoft.ML.OnnxRuntime)
        ```csharp
        using Microsoft.ML.OnnxRuntime;
        float[] mean = [MEAN], std = [STD];
        var input = new float[3 * SIZE * SIZE];                       // rgb: byte[SIZE * SIZE * 3]
        for (var i = 0; i < rgb.Length; i++)
            input[i % 3 * SIZE * SIZE + i / 3] = (rgb[i] - mean[i % 3]) / std[i % 3];
        using var session = new InferenceSession("model.onnx");
        using var image = OrtValue.CreateTensorValueFromMemory(input, [1, 3, SIZE, SIZE]);
        using var results = session.Run(new RunOptions(), ["image"], [image], ["logits"]);
        var logits = results[0].GetTensorDataAsSpan<float>();          // CLASSES of them; the largest is the answer
        ```

        **Python** (`pip install onnxruntime pillow numpy`)
        ```python
        import json, numpy as np, onnxruntime as ort
        from PIL import Image, ImageOps
        session = ort.InferenceSession("model.onnx")
        facts = session.get_modelmeta().custom_metadata_map
        mean, std = (np.array(json.loads(facts[key]), np.float32) for key in ("mean", "std"))
        upright = ImageOps.exif_transpose(Image.open("image.png"))
        image = np.asarray(upright.convert("RGB").resize((SIZE, SIZE), Image.BILINEAR), np.float32)
        logits = session.run(None, {"image": ((image - mean) / std).transpose(2, 0, 1)[None]})[0][0]
        print(json.loads(facts["classes"])[logits.argmax()])
        ```

        **Android** (Kotlin, `implementation("com.microsoft.onnxruntime:onnxruntime-android:1.20.0")`)
        ```kotlin
        val mean = floatArrayOf(MEAN); val std = floatArrayOf(STD)
        val pixels = IntArray(SIZE * SIZE).also { bitmap.getPixels(it, 0, SIZE, 0, 0, SIZE, SIZE) }
        val input = FloatBuffer.allocate(3 * SIZE * SIZE)
        for (c in 0..2) for (p in pixels) input.put(((p shr (16 - 8 * c) and 255) - mean[c]) / std[c])
        input.rewind()
        val env = OrtEnvironment.getEnvironment()
        val session = env.createSession(assets.open("model.onnx").readBytes())
        val logits = OnnxTensor.createTensor(env, input, longArrayOf(1, 3, SIZE, SIZE)).use {
            (session.run(mapOf("image" to it))[0].value as Array<FloatArray>)[0]
        }
        ```

        **C** (onnxruntime_c_api.h; each call gives a status to check)
        ```c
        static const float mean[3] = {MEAN}, std[3] = {STD};
        static float input[3 * SIZE * SIZE];                          /* rgb: unsigned char[SIZE * SIZE * 3] */
        for (int i = 0; i < 3 * SIZE * SIZE; i++)
            input[i % 3 * SIZE * SIZE + i / 3] = (rgb[i] - mean[i % 3]) / std[i % 3];
        const OrtApi *ort = OrtGetApiBase()->GetApi(ORT_API_VERSION);
        OrtEnv *env; OrtSessionOptions *options; OrtSession *session; OrtMemoryInfo *cpu; OrtValue *image, *result = NULL;
        ort->CreateEnv(ORT_LOGGING_LEVEL_WARNING, "model", &env);
        ort->CreateSessionOptions(&options);
        ort->CreateSession(env, "model.onnx", options, &session);
        ort->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &cpu);
        const int64_t shape[] = {1, 3, SIZE, SIZE};
        ort->CreateTensorWithDataAsOrtValue(cpu, input, sizeof input, shape, 4, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &image);
        const char *in[] = {"image"}, *out[] = {"logits"};
        ort->Run(session, NULL, in, (const OrtValue *const *)&image, 1, out, 1, &result);
        float *logits;
        ort->GetTensorMutableData(result, (void **)&logits);           /* CLASSES of them */
        ```

        """;
}
