using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Paretune.Training.Tests")]
[assembly: InternalsVisibleTo("Paretune.Bench")]
