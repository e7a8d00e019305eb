using System.CommandLine;
using Paretune.Models.Running;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>classify</c>: classifies local images with an exported model. Needs no server.</summary>
internal static class ClassifyCommand
{
    private const int Shown = 5, BarCells = 20;

    public static Verb Create(Shell shell)
    {
        var model = new Argument<string>("MODEL") { Description = "An ONNX file; see: paretune trial export." };
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "PNG, JPEG, WebP, BMP or GIF files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var verb = new Verb(
            "classify", "Classify images with an exported model and print the five most likely classes of each.",
            "paretune classify model.onnx cat.png", "paretune classify model.onnx photos/*.jpg --output jsonl");
        return shell.Runs(verb.With(model, images), (session, cancellation) =>
        {
            using var classifier = Open(session.Get(model));
            var errors = new List<string>();
            var answers = new List<Answer>();
            foreach (var image in session.Get(images))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Classify(classifier, image, errors) is { } answer)
                    answers.Add(answer);
            }

            if (answers.Count > 0)
                session.Printer.Many(answers, Table);
            return errors.Count == 0 ? Task.CompletedTask : throw CommandException.BadInput(string.Join(Environment.NewLine, errors));
        });
    }

    private static Classifier Open(string path)
    {
        try
        {
            return Classifier.Open(path);
        }
        catch (Exception refused) when (IsError(refused))
        {
            throw CommandException.BadInput($"{path}: {refused.Message}");
        }
    }

    /// <summary>Returns null and reports an error if the file is not an image; the others are still classified.</summary>
    private static Answer? Classify(Classifier classifier, string image, List<string> errors)
    {
        try
        {
            return new(image, [.. classifier.Classify(image).Take(Shown)]);
        }
        catch (Exception refused) when (IsError(refused))
        {
            errors.Add($"{image}: {refused.Message}");
            return null;
        }
    }

    private static bool IsError(Exception refused) => refused is InvalidDataException or IOException or UnauthorizedAccessException;

    private static Table Table(IReadOnlyCollection<Answer> answers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("image", "class", "probability", "");
        foreach (var answer in answers)
            foreach (var (at, guess) in answer.Classes.Index())
                table.AddRow(
                    new Text(at == 0 ? answer.Image : ""), new Text(guess.Class), new Text(Formatter.Percent(guess.Probability)),
                    new Text(Formatter.Bar(guess.Probability, BarCells)));
        return table;
    }

    private sealed record Answer(string Image, Guess[] Classes);
}
